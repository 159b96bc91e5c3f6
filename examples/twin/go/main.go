// Talks to a twin through the vendor's Go library: TWIN_URL=http://127.0.0.1:12111 go run .
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"

	"github.com/stripe/stripe-go/v85"
)

func main() {
	backends := stripe.NewBackendsWithConfig(&stripe.BackendConfig{
		URL:               stripe.String(os.Getenv("TWIN_URL")),
		MaxNetworkRetries: stripe.Int64(1),
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull},
	})
	client := stripe.NewClient("sk_test_twin", stripe.WithBackends(backends))
	ctx := context.Background()

	product, err := client.V1Products.Create(ctx, &stripe.ProductCreateParams{Name: stripe.String("pro")})
	check(err)
	price, err := client.V1Prices.Create(ctx, &stripe.PriceCreateParams{
		Product:    stripe.String(product.ID),
		Currency:   stripe.String("usd"),
		UnitAmount: stripe.Int64(1999),
		Recurring:  &stripe.PriceCreateRecurringParams{Interval: stripe.String("month")},
	})
	check(err)

	var last *stripe.Customer
	for _, name := range []string{"ada", "bob", "cleo"} {
		params := &stripe.CustomerCreateParams{Name: stripe.String(name)}
		params.SetIdempotencyKey("customer " + name)
		first, err := client.V1Customers.Create(ctx, params)
		check(err)
		again, err := client.V1Customers.Create(ctx, params)
		check(err)
		fmt.Println("same customer again:", first.ID == again.ID)
		last = again
	}
	listed := 0
	for _, err := range client.V1Customers.List(ctx, &stripe.CustomerListParams{ListParams: stripe.ListParams{Limit: stripe.Int64(2)}}).All(ctx) {
		check(err)
		listed++
	}
	fmt.Println("customers:", listed)

	card, err := client.V1PaymentMethods.Attach(ctx, "pm_card_visa", &stripe.PaymentMethodAttachParams{Customer: stripe.String(last.ID)})
	check(err)
	params := &stripe.SubscriptionCreateParams{
		Customer:             stripe.String(last.ID),
		DefaultPaymentMethod: stripe.String(card.ID),
		Items:                []*stripe.SubscriptionCreateItemParams{{Price: stripe.String(price.ID), Quantity: stripe.Int64(2)}},
	}
	params.AddExpand("latest_invoice")
	subscription, err := client.V1Subscriptions.Create(ctx, params)
	check(err)
	fmt.Println("subscription:", subscription.Status, subscription.LatestInvoice.AmountPaid)

	broke, err := client.V1PaymentMethods.Attach(ctx, "pm_card_chargeDeclinedInsufficientFunds", &stripe.PaymentMethodAttachParams{Customer: stripe.String(last.ID)})
	check(err)
	_, err = client.V1PaymentIntents.Create(ctx, &stripe.PaymentIntentCreateParams{
		Amount:        stripe.Int64(500),
		Currency:      stripe.String("usd"),
		Customer:      stripe.String(last.ID),
		PaymentMethod: stripe.String(broke.ID),
		Confirm:       stripe.Bool(true),
	})
	var refused *stripe.Error
	if !errors.As(err, &refused) {
		log.Fatalf("a card without funds paid: %v", err)
	}
	fmt.Println("card:", refused.Type, refused.Code, refused.DeclineCode)
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
