// Package billing has the endpoints, the webhook and the collection of open invoices.
package billing

import (
	"cmp"
	"context"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stripe/stripe-go/v85"
)

type Service struct {
	DB            *pgxpool.Pool
	stripe        *stripe.Client
	webhookSecret string
	prices        map[string]string
}

// New reads the environment.
func New(ctx context.Context) (*Service, error) {
	db, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))
	base := cmp.Or(os.Getenv("STRIPE_API_BASE"), stripe.APIURL)
	backends := stripe.NewBackendsWithConfig(&stripe.BackendConfig{URL: stripe.String(base)})
	return &Service{
		DB:            db,
		stripe:        stripe.NewClient(os.Getenv("STRIPE_SECRET_KEY"), stripe.WithBackends(backends)),
		webhookSecret: os.Getenv("STRIPE_WEBHOOK_SECRET"),
		prices: map[string]string{
			"starter": cmp.Or(os.Getenv("STRIPE_PRICE_STARTER"), "price_starter"),
			"growth":  cmp.Or(os.Getenv("STRIPE_PRICE_GROWTH"), "price_growth"),
		},
	}, err
}

// Subscription is a row of ours.
type Subscription struct {
	ID                   int64
	UserID               string
	StripeSubscriptionID *string
	Plan, Status         string
	CurrentPeriodEnd     *time.Time
	CancelAtPeriodEnd    bool
	LastEventAt          time.Time
}

// latest gives a user's newest subscription, or pgx.ErrNoRows.
func (s *Service) latest(ctx context.Context, userID string) (Subscription, error) {
	rows, _ := s.DB.Query(ctx, "select * from subscriptions where user_id = $1 order by id desc limit 1", userID)
	return pgx.CollectExactlyOneRow(rows, pgx.RowToStructByPos[Subscription])
}

func (s *Service) planOf(sub *stripe.Subscription) string {
	for plan, price := range s.prices {
		if price == sub.Items.Data[0].Price.ID {
			return plan
		}
	}
	return "starter"
}

func periodEnd(sub *stripe.Subscription) time.Time {
	return time.Unix(sub.Items.Data[0].CurrentPeriodEnd, 0)
}
