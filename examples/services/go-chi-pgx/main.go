// Command seatly sells seats by the month: Stripe bills, we keep who may use what and collect what was declined.
package main

import (
	"cmp"
	"context"
	"embed"
	"log"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"example.com/seatly/billing"
	"github.com/jackc/pgx/v5"
)

//go:embed migrations/*.sql
var migrations embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	service, err := billing.New(ctx)
	if err != nil {
		log.Fatal(err)
	}
	defer service.DB.Close()

	switch strings.Join(os.Args[1:], " ") {
	case "migrate":
		err = migrate(ctx, service)
	case "api":
		server := &http.Server{Addr: ":" + cmp.Or(os.Getenv("PORT"), "8080"), Handler: service.Routes(), ReadHeaderTimeout: 5 * time.Second}
		context.AfterFunc(ctx, func() { _ = server.Shutdown(context.Background()) })
		err = server.ListenAndServe()
	case "worker": // one pass; cron starts it every minute
		err = service.CollectDue(ctx)
	default:
		log.Fatal("usage: seatly migrate | api | worker")
	}
	if err != nil && err != http.ErrServerClosed {
		log.Fatal(err)
	}
}

func migrate(ctx context.Context, service *billing.Service) error {
	if _, err := service.DB.Exec(ctx, "create table if not exists schema_migrations (name text primary key)"); err != nil {
		return err
	}
	files, _ := migrations.ReadDir("migrations")
	for _, file := range files {
		text, _ := migrations.ReadFile("migrations/" + file.Name())
		if err := pgx.BeginFunc(ctx, service.DB, func(tx pgx.Tx) error {
			tag, err := tx.Exec(ctx, "insert into schema_migrations (name) values ($1) on conflict do nothing", file.Name())
			if err == nil && tag.RowsAffected() == 1 {
				_, err = tx.Exec(ctx, string(text))
			}
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
