package billing

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/jackc/pgx/v5"
	"github.com/stripe/stripe-go/v85"
)

// refusal is an error that the caller is told, by its status.
type refusal int

func (r refusal) Error() string { return http.StatusText(int(r)) }

// request has what any of the bodies has; letters may be small or not.
type request struct {
	UserID, Email, Plan, PaymentMethod string
	Now                                bool
}

type object map[string]any

func (s *Service) Routes() http.Handler {
	r := chi.NewRouter()
	r.Get("/healthz", func(w http.ResponseWriter, r *http.Request) { reply(w, object{"ok": true}, s.DB.Ping(r.Context())) })
	r.Post("/subscribe", body(s.subscribe))
	r.Post("/change-plan", body(s.changePlan))
	r.Post("/cancel", body(s.cancel))
	r.Get("/me/{customer}", func(w http.ResponseWriter, r *http.Request) {
		answer, err := s.me(r.Context(), chi.URLParam(r, "customer"))
		reply(w, answer, err)
	})
	r.Post("/webhooks/stripe", s.webhook)
	return r
}

func (s *Service) subscribe(ctx context.Context, req request) (object, error) {
	price, ok := s.prices[req.Plan]
	if !ok || req.UserID == "" || req.Email == "" || req.PaymentMethod == "" {
		return nil, refusal(http.StatusBadRequest)
	}
	if row, err := s.latest(ctx, req.UserID); err == nil && row.Status != "canceled" {
		return nil, refusal(http.StatusConflict)
	}
	card, err := s.card(ctx, req)
	if err != nil {
		return nil, err
	}
	var answer object
	err = pgx.BeginFunc(ctx, s.DB, func(tx pgx.Tx) error {
		var id int64
		insert := "insert into subscriptions (user_id, plan, status) values ($1, $2, 'pending') returning id"
		if err := tx.QueryRow(ctx, insert, req.UserID, req.Plan).Scan(&id); err != nil {
			return err
		}
		sub, err := s.stripe.V1Subscriptions.Create(ctx, &stripe.SubscriptionCreateParams{
			Customer:             stripe.String(card.Customer.ID),
			DefaultPaymentMethod: stripe.String(card.ID),
			Items:                []*stripe.SubscriptionCreateItemParams{{Price: stripe.String(price)}},
			PaymentBehavior:      stripe.String("error_if_incomplete"),
		})
		if err != nil {
			return err
		}
		answer = object{"subscription": id, "plan": req.Plan, "status": sub.Status}
		_, err = tx.Exec(ctx, "update subscriptions set stripe_subscription_id = $2, status = $3, current_period_end = $4 where id = $1",
			id, sub.ID, string(sub.Status), periodEnd(sub))
		return err
	})
	return answer, err
}

// card gives the payment method as it is attached to the user's Stripe customer, who is made where there is none.
func (s *Service) card(ctx context.Context, req request) (*stripe.PaymentMethod, error) {
	var id *string
	upsert := `insert into users (id, email) values ($1, $2)
		on conflict (id) do update set email = excluded.email returning stripe_customer_id`
	if err := s.DB.QueryRow(ctx, upsert, req.UserID, req.Email).Scan(&id); err != nil {
		return nil, err
	}
	if id == nil {
		params := &stripe.CustomerCreateParams{Email: stripe.String(req.Email)}
		params.SetIdempotencyKey("customer-" + req.UserID)
		created, err := s.stripe.V1Customers.Create(ctx, params)
		if err != nil {
			return nil, err
		}
		id = &created.ID
		if _, err := s.DB.Exec(ctx, "update users set stripe_customer_id = $2 where id = $1", req.UserID, *id); err != nil {
			return nil, err
		}
	}
	return s.stripe.V1PaymentMethods.Attach(ctx, req.PaymentMethod, &stripe.PaymentMethodAttachParams{Customer: id})
}

func (s *Service) changePlan(ctx context.Context, req request) (object, error) {
	price, ok := s.prices[req.Plan]
	if !ok {
		return nil, refusal(http.StatusBadRequest)
	}
	row, err := s.latest(ctx, req.UserID)
	if err != nil {
		return nil, err
	}
	before, err := s.stripe.V1Subscriptions.Retrieve(ctx, *row.StripeSubscriptionID, nil)
	if err != nil {
		return nil, err
	}
	sub, err := s.stripe.V1Subscriptions.Update(ctx, before.ID, &stripe.SubscriptionUpdateParams{
		Items:             []*stripe.SubscriptionUpdateItemParams{{ID: stripe.String(before.Items.Data[0].ID), Price: stripe.String(price)}},
		ProrationBehavior: stripe.String("always_invoice"),
		PaymentBehavior:   stripe.String("error_if_incomplete"),
	})
	if err != nil {
		return nil, err
	}
	_, err = s.DB.Exec(ctx, "update subscriptions set plan = $2 where id = $1", row.ID, s.planOf(sub))
	return object{"plan": s.planOf(sub)}, err
}

func (s *Service) cancel(ctx context.Context, req request) (object, error) {
	row, err := s.latest(ctx, req.UserID)
	if err != nil {
		return nil, err
	}
	if req.Now {
		_, err = s.stripe.V1Subscriptions.Cancel(ctx, *row.StripeSubscriptionID, nil)
	} else {
		params := &stripe.SubscriptionUpdateParams{CancelAtPeriodEnd: stripe.Bool(true)}
		_, err = s.stripe.V1Subscriptions.Update(ctx, *row.StripeSubscriptionID, params)
	}
	if err != nil {
		return nil, err
	}
	_, err = s.DB.Exec(ctx, `update subscriptions set cancel_at_period_end = true,
		status = case when $2 then 'canceled' else status end where id = $1`, row.ID, req.Now)
	return object{"canceled": true, "until": row.CurrentPeriodEnd}, err
}

func (s *Service) me(ctx context.Context, id string) (object, error) {
	sub, err := s.latest(ctx, id)
	if err != nil {
		return nil, err
	}
	rows, _ := s.DB.Query(ctx, `select i.id, i.amount_due, i.status from invoices i
		join subscriptions s using (stripe_subscription_id) where s.user_id = $1 order by i.id`, id)
	invoices, err := pgx.CollectRows(rows, pgx.RowToMap)
	return object{
		"customer": id, "plan": sub.Plan, "status": sub.Status, "currentPeriodEnd": sub.CurrentPeriodEnd,
		"cancelAtPeriodEnd": sub.CancelAtPeriodEnd, "access": sub.Status == "active" || sub.Status == "past_due", "invoices": invoices,
	}, err
}

func body(work func(context.Context, request) (object, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var req request
		if json.NewDecoder(r.Body).Decode(&req) != nil {
			reply(w, nil, refusal(http.StatusBadRequest))
			return
		}
		answer, err := work(r.Context(), req)
		reply(w, answer, err)
	}
}

func reply(w http.ResponseWriter, answer object, err error) {
	status := http.StatusOK
	var told refusal
	var refused *stripe.Error
	switch {
	case err == nil:
	case errors.As(err, &told):
		status = int(told)
	case errors.Is(err, pgx.ErrNoRows):
		status = http.StatusNotFound
	case errors.As(err, &refused) && refused.Type == stripe.ErrorTypeCard:
		status = http.StatusPaymentRequired
	default:
		log.Printf("error: %v", err)
		status = http.StatusInternalServerError
	}
	if err != nil {
		answer = object{"error": http.StatusText(status)}
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(answer)
}
