import assert from "node:assert/strict";
import { test } from "node:test";
import { addMonth, prorationCents } from "../src/plans.ts";

test("half a period left costs half the difference", () => {
  const start = new Date("2026-04-01T00:00:00Z");
  const end = new Date("2026-05-01T00:00:00Z");
  assert.equal(prorationCents("basic", "team", start, end, new Date("2026-04-16T00:00:00Z")), 1000);
  assert.equal(prorationCents("team", "basic", start, end, new Date("2026-04-16T00:00:00Z")), -1000);
});

test("a period ends on the same day of the next month", () => {
  assert.equal(addMonth(new Date("2026-04-15T09:30:00Z")).toISOString(), "2026-05-15T09:30:00.000Z");
  assert.equal(addMonth(new Date("2026-12-15T00:00:00Z")).toISOString(), "2027-01-15T00:00:00.000Z");
});
