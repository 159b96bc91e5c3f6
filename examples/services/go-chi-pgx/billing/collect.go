package billing

import (
	"context"
	"log"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/sync/errgroup"
)

const maxAttempts, retryAfter = 4, 24 * time.Hour

type dueInvoice struct {
	ID, SubscriptionID string
	Attempts           int
}

// CollectDue pays the open invoices whose turn it is, a few at a time.
func (s *Service) CollectDue(ctx context.Context) error {
	rows, _ := s.DB.Query(ctx,
		"select id, stripe_subscription_id, attempts from invoices where status = 'open' and next_attempt_at <= $1", time.Now())
	due, err := pgx.CollectRows(rows, pgx.RowToStructByPos[dueInvoice])
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(8)
	for _, invoice := range due {
		group.Go(func() error { return s.collect(ctx, invoice) })
	}
	return group.Wait()
}

func (s *Service) collect(ctx context.Context, invoice dueInvoice) error {
	status, attempts := "paid", invoice.Attempts
	if _, err := s.stripe.V1Invoices.Pay(ctx, invoice.ID, nil); err != nil {
		log.Printf("invoice %s, attempt %d: %v", invoice.ID, attempts+1, err)
		status, attempts = "open", attempts+1
	}
	if attempts >= maxAttempts {
		status = "uncollectible"
		if _, err := s.stripe.V1Subscriptions.Cancel(ctx, invoice.SubscriptionID, nil); err != nil {
			return err
		}
	}
	_, err := s.DB.Exec(ctx, "update invoices set status = $2, attempts = $3, next_attempt_at = $4 where id = $1",
		invoice.ID, status, attempts, time.Now().Add(retryAfter))
	return err
}
