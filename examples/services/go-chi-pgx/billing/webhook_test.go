package billing

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stripe/stripe-go/v85"
)

func testService(t *testing.T) *Service {
	t.Helper()
	t.Setenv("DATABASE_URL", "postgres://nobody@127.0.0.1:1/none")
	t.Setenv("STRIPE_WEBHOOK_SECRET", "whsec_test")
	service, err := New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(service.DB.Close)
	return service
}

func TestWebhookRefusesWrongSignature(t *testing.T) {
	req := httptest.NewRequest(http.MethodPost, "/webhooks/stripe", strings.NewReader(`{"id":"evt_1"}`))
	req.Header.Set("Stripe-Signature", "t=1,v1=0")
	res := httptest.NewRecorder()
	testService(t).Routes().ServeHTTP(res, req)
	if res.Code != http.StatusBadRequest {
		t.Fatalf("status %d", res.Code)
	}
}

func TestSubscribeWantsAKnownPlan(t *testing.T) {
	body := strings.NewReader(`{"userId":"u1","email":"u1@example.com","plan":"gold","paymentMethod":"pm_card_visa"}`)
	res := httptest.NewRecorder()
	testService(t).Routes().ServeHTTP(res, httptest.NewRequest(http.MethodPost, "/subscribe", body))
	if res.Code != http.StatusBadRequest {
		t.Fatalf("status %d: %s", res.Code, res.Body)
	}
}

func TestPlanOfPrice(t *testing.T) {
	sub := &stripe.Subscription{Items: &stripe.SubscriptionItemList{Data: []*stripe.SubscriptionItem{{Price: &stripe.Price{ID: "price_growth"}}}}}
	if plan := testService(t).planOf(sub); plan != "growth" {
		t.Fatalf("plan %q", plan)
	}
}
