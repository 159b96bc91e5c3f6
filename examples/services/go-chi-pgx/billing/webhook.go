package billing

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"
)

func (s *Service) webhook(w http.ResponseWriter, r *http.Request) {
	payload, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, 1<<20))
	// The API version of the endpoint is pinned in the dashboard.
	event, err := webhook.ConstructEventWithOptions(payload, r.Header.Get("Stripe-Signature"), s.webhookSecret,
		webhook.ConstructEventOptions{IgnoreAPIVersionMismatch: true})
	if err != nil {
		http.Error(w, "bad signature", http.StatusBadRequest)
		return
	}
	if err := s.handleEvent(r.Context(), event); err != nil {
		log.Printf("webhook %s %s: %v", event.Type, event.ID, err)
	}
}

func (s *Service) handleEvent(ctx context.Context, event stripe.Event) error {
	switch event.Type {
	case "customer.subscription.created", "customer.subscription.updated", "customer.subscription.deleted":
		var sub stripe.Subscription
		if err := json.Unmarshal(event.Data.Raw, &sub); err != nil {
			return err
		}
		_, err := s.DB.Exec(ctx, `update subscriptions set status = $2, plan = $3, current_period_end = $4, cancel_at_period_end = $5,
			last_event_at = $6 where stripe_subscription_id = $1 and last_event_at <= $6`,
			sub.ID, string(sub.Status), s.planOf(&sub), periodEnd(&sub), sub.CancelAtPeriodEnd, time.Unix(event.Created, 0))
		return err
	case "invoice.paid", "invoice.payment_failed":
		var invoice stripe.Invoice
		if err := json.Unmarshal(event.Data.Raw, &invoice); err != nil || invoice.Parent == nil {
			return err
		}
		_, err := s.DB.Exec(ctx, `insert into invoices (id, stripe_subscription_id, amount_due, status, next_attempt_at)
			values ($1, $2, $3, $4, $5) on conflict (id) do update set status = excluded.status where invoices.status = 'open'`,
			invoice.ID, invoice.Parent.SubscriptionDetails.Subscription.ID, invoice.AmountDue, string(invoice.Status), time.Now().Add(retryAfter))
		return err
	case "charge.refunded": // in full only when we part with a customer
		var charge stripe.Charge
		if err := json.Unmarshal(event.Data.Raw, &charge); err != nil || !charge.Refunded || charge.Customer == nil {
			return err
		}
		req := request{Now: true}
		err := s.DB.QueryRow(ctx, "select id from users where stripe_customer_id = $1", charge.Customer.ID).Scan(&req.UserID)
		if err == nil {
			_, err = s.cancel(ctx, req)
		}
		return err
	}
	return nil
}
