export const plans: Record<string, { name: string; monthlyCents: number }> = {
  basic: { name: "Basic", monthlyCents: 900 },
  team: { name: "Team", monthlyCents: 2900 },
  business: { name: "Business", monthlyCents: 7900 },
};

export const GRACE_DAYS = 3;
export const RETRY_AFTER_DAYS = [1, 3, 5];

const DAY = 24 * 60 * 60 * 1000;

export function addDays(date: Date, days: number): Date {
  return new Date(date.getTime() + days * DAY);
}

export function addMonth(date: Date): Date {
  const next = new Date(date);
  next.setUTCMonth(next.getUTCMonth() + 1);
  return next;
}

/** What the rest of the period costs more on the new plan than on the old one. */
export function prorationCents(oldPlan: string, newPlan: string, start: Date, end: Date, now: Date): number {
  const left = Math.max(0, end.getTime() - now.getTime()) / (end.getTime() - start.getTime());
  const difference = (plans[newPlan]?.monthlyCents ?? 0) - (plans[oldPlan]?.monthlyCents ?? 0);
  return Math.round(difference * left);
}
