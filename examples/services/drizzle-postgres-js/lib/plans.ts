export const prices: Record<string, string> = {
  solo: process.env.STRIPE_PRICE_SOLO ?? "price_solo",
  pro: process.env.STRIPE_PRICE_PRO ?? "price_pro",
};

export type Plan = "solo" | "pro";

export function planOf(priceId: string): string {
  return Object.keys(prices).find((plan) => prices[plan] === priceId) ?? "solo";
}
