// A recompute of the profile core, as a team would write it: facts on standard input, a line of state for each account on
// standard output. Held against billstorm's own by
//
//	npx billstorm bench recompute --facts core.ndjson --own 'go run examples/recompute/go/main.go'
//
// With --mistake it counts money as often as it is told of it, which is how one payment becomes two.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
	"time"
)

type Plan struct {
	Key   string
	Price int64
}

type Policy struct {
	Currency      string
	Plans         []Plan
	ChangeExpires int64
	MinimumCharge *int64
	ChargesFrom   *int64
}

type Header struct {
	Format   string
	Version  int
	Profile  string
	AsOf     int64
	Policies []Policy
}

type Line struct {
	Policy int
	Fact   Fact
}

// Fact has the members of all kinds that matter here.
type Fact struct {
	Id         string
	Kind       string
	Who        string
	At         int64
	RecordedAt int64
	Ordinal    int
	Command    *Command
	Effect     *Effect
	Attempt    string
	Found      *struct{ Status string }
	// Of a refund that succeeded its path; of a command what was granted.
	Refund json.RawMessage
}

type Command struct {
	Do       string
	Plan     string
	Quantity int64
	When     string
}

type Effect struct {
	Kind    string
	Attempt string
	Invoice string
	Refund  string
	Send    int
	Amount  int64
	Lines   []struct{ To int64 }
}

// State is what is printed; all instants are milliseconds since 1970, all money is in minor units.
type State struct {
	Account     string `json:"account"`
	Status      string `json:"status"`
	Plan        string `json:"plan"`
	Quantity    int64  `json:"quantity"`
	PaidThrough *int64 `json:"paidThrough"`
	Paid        int64  `json:"paid"`
	Due         int64  `json:"due"`
	Currency    string `json:"currency"`
}

type Account struct {
	who    string
	policy int
	seen   map[string]bool
	facts  []Fact
}

var mistake = len(os.Args) > 1 && os.Args[1] == "--mistake"

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	var header Header
	if !next(in, &header) || header.Format != "billstorm facts" || header.Version != 1 || header.Profile != "core" {
		fail("the first line is no header of billstorm facts, version 1, profile core")
	}
	accounts := map[string]*Account{}
	for {
		var line Line
		if !next(in, &line) {
			break
		}
		fact := line.Fact
		account := accounts[fact.Who]
		if account == nil {
			account = &Account{who: fact.Who, policy: line.Policy, seen: map[string]bool{}}
			accounts[fact.Who] = account
		}
		// Two facts with one id are one fact.
		if !mistake && account.seen[fact.Id] {
			continue
		}
		account.seen[fact.Id] = true
		account.facts = append(account.facts, fact)
	}
	encoder := json.NewEncoder(out)
	for _, account := range accounts {
		if err := encoder.Encode(stateOf(account, header.Policies[account.policy], header.AsOf)); err != nil {
			fail(err.Error())
		}
	}
}

func next(in *bufio.Reader, value any) bool {
	text, err := in.ReadBytes('\n')
	if len(text) == 0 && err != nil {
		return false
	}
	if err := json.Unmarshal(text, value); err != nil {
		fail(err.Error())
	}
	return true
}

func fail(says string) {
	fmt.Fprintln(os.Stderr, says)
	os.Exit(1)
}

// Invoice is what was asked for, and when it was paid; money that came too late for anything goes back.
type Invoice struct {
	attempt     string
	amount      int64
	to          int64
	isPaid      bool
	paidAt      int64
	cameTooLate bool
}

type Subscription struct {
	path           string
	since          int64
	status         string
	plan           string
	quantity       int64
	nextPlan       string
	nextQuantity   int64
	periodStart    int64
	periodEnd      int64
	paidThrough    *int64
	endsWithPeriod bool
	changes        int
	carried        int64
	due            int64
}

func stateOf(account *Account, policy Policy, asOf int64) State {
	var commands, outcomes []Fact
	invoices := map[string]*Invoice{}
	invoiceOf := map[string]*Invoice{}
	refunds := map[string]int64{}
	returned := map[string]int64{}
	for _, fact := range account.facts {
		switch fact.Kind {
		case "command accepted":
			commands = append(commands, fact)
		case "decided":
			effect := fact.Effect
			if effect.Kind == "start refund" {
				refunds[effect.Refund] = effect.Amount
			}
			if effect.Kind == "start attempt" && effect.Send == 1 && invoiceOf[effect.Attempt] == nil {
				invoice := &Invoice{attempt: effect.Attempt, amount: effect.Amount, to: effect.Lines[0].To}
				invoices[effect.Invoice] = invoice
				invoiceOf[effect.Attempt] = invoice
			}
		case "payment succeeded":
			outcomes = append(outcomes, fact)
		case "payment read":
			if fact.Found.Status == "paid" {
				outcomes = append(outcomes, fact)
			}
		case "refund succeeded":
			var path string
			if err := json.Unmarshal(fact.Refund, &path); err != nil {
				fail(err.Error())
			}
			returned[path] = 1
		}
	}
	// Of several facts that tell of one payment the first that was known says when it was.
	sort.SliceStable(outcomes, func(i, j int) bool {
		a, b := outcomes[i], outcomes[j]
		if a.RecordedAt != b.RecordedAt {
			return a.RecordedAt < b.RecordedAt
		}
		return a.At < b.At
	})
	paid := int64(0)
	for _, outcome := range outcomes {
		invoice := invoiceOf[outcome.Attempt]
		if invoice == nil || invoice.isPaid && !mistake {
			continue
		}
		if !invoice.isPaid {
			invoice.isPaid, invoice.paidAt = true, outcome.At
		}
		paid += invoice.amount
	}
	for refund := range returned {
		paid -= refunds[refund]
	}
	for attempt, invoice := range invoiceOf {
		_, invoice.cameTooLate = refunds[attempt+"/refund"]
	}
	sort.SliceStable(commands, func(i, j int) bool { return commands[i].Ordinal < commands[j].Ordinal })
	state := State{Account: account.who, Status: "none", Paid: paid, Currency: policy.Currency}
	if last := lived(account.who, commands, invoices, policy, asOf); last != nil {
		state.Status, state.Plan, state.Quantity = last.status, last.plan, last.quantity
		state.PaidThrough, state.Due = last.paidThrough, last.due
	}
	return state
}

// One command after the other, and between them the periods that end.
func lived(who string, commands []Fact, invoices map[string]*Invoice, policy Policy, asOf int64) *Subscription {
	var current *Subscription
	count, done := 0, 0
	for _, fact := range commands {
		if fact.Ordinal == done {
			continue
		}
		done = fact.Ordinal
		if current != nil {
			passTime(current, invoices, policy, fact.At)
		}
		command := fact.Command
		switch command.Do {
		case "subscribe":
			count++
			current = begun(fmt.Sprintf("%s/sub %d", who, count), command, fact.At, invoices)
		case "change plan":
			change(current, "upgrade", command.Plan, current.quantity, invoices, policy, fact.At)
		case "change quantity":
			change(current, "quantity", current.plan, command.Quantity, invoices, policy, fact.At)
		case "cancel":
			if command.When == "now" {
				end(current)
			} else {
				current.endsWithPeriod = true
			}
		case "undo cancel":
			current.endsWithPeriod = false
		}
	}
	if current != nil {
		passTime(current, invoices, policy, asOf)
	}
	return current
}

func begun(path string, command *Command, at int64, invoices map[string]*Invoice) *Subscription {
	subscription := &Subscription{
		path: path, since: at, status: "incomplete", plan: command.Plan, quantity: command.Quantity, periodStart: at, periodEnd: at,
	}
	if invoice := invoices[path+"/signup"]; invoice != nil && invoice.isPaid && !invoice.cameTooLate {
		subscription.status, subscription.periodEnd, subscription.paidThrough = "active", invoice.to, &invoice.to
	}
	return subscription
}

// Nothing smaller is charged: what the policy says, or what cards take no less of, in cents.
func leastCharge(policy Policy) int64 {
	if policy.ChargesFrom != nil {
		return *policy.ChargesFrom
	}
	if policy.MinimumCharge != nil {
		return *policy.MinimumCharge
	}
	return 50
}

// Less waits for the period's end. More is paid first and held once it is paid; what is too little to be charged is held at once, and the next renewal asks for it.
func change(subscription *Subscription, reason, plan string, quantity int64, invoices map[string]*Invoice, policy Policy, at int64) {
	if price(policy, plan, quantity) < price(policy, subscription.plan, subscription.quantity) {
		if reason == "upgrade" {
			subscription.nextPlan = plan
		} else {
			subscription.nextQuantity = quantity
		}
		return
	}
	subscription.changes++
	invoice := invoices[fmt.Sprintf("%s/%s %d", subscription.path, reason, subscription.changes)]
	if invoice == nil {
		before := rest(price(policy, subscription.plan, subscription.quantity), subscription, at)
		amount := rest(price(policy, plan, quantity), subscription, at) - before
		if amount >= leastCharge(policy) {
			return
		}
		subscription.carried += amount
	} else if !invoice.isPaid || invoice.cameTooLate {
		return
	}
	if reason == "upgrade" {
		subscription.plan, subscription.nextPlan = plan, ""
	} else {
		subscription.quantity, subscription.nextQuantity = quantity, 0
	}
}

// What is left of a price for the rest of the period, by whole seconds, half rounded up.
func rest(whole int64, subscription *Subscription, at int64) int64 {
	length := subscription.periodEnd/1000 - subscription.periodStart/1000
	left := subscription.periodEnd/1000 - at/1000
	return (2*whole*left + length) / (2 * length)
}

func price(policy Policy, key string, quantity int64) int64 {
	for _, plan := range policy.Plans {
		if plan.Key == key {
			return plan.Price * quantity
		}
	}
	return 0
}

// Periods that have ended by then were renewed, wait for their payment, or were the last.
func passTime(subscription *Subscription, invoices map[string]*Invoice, policy Policy, until int64) {
	if subscription.status == "incomplete" && subscription.since+policy.ChangeExpires <= until {
		subscription.status = "incomplete expired"
	}
	for subscription.status == "active" && subscription.periodEnd <= until {
		if subscription.endsWithPeriod {
			end(subscription)
			return
		}
		if subscription.nextPlan != "" {
			subscription.plan, subscription.nextPlan = subscription.nextPlan, ""
		}
		if subscription.nextQuantity != 0 {
			subscription.quantity, subscription.nextQuantity = subscription.nextQuantity, 0
		}
		day := strings.SplitN(time.UnixMilli(subscription.periodEnd).UTC().Format(time.RFC3339), "T", 2)[0]
		renewal := invoices[subscription.path+"/renewal "+day]
		if renewal == nil || !renewal.isPaid || renewal.paidAt > until {
			subscription.due = price(policy, subscription.plan, subscription.quantity) + subscription.carried
			return
		}
		subscription.due, subscription.carried = 0, 0
		subscription.periodStart, subscription.periodEnd, subscription.paidThrough = subscription.periodEnd, renewal.to, &renewal.to
	}
}

func end(subscription *Subscription) {
	subscription.status, subscription.paidThrough, subscription.due = "canceled", nil, 0
}
