/** What we sell, and Stripe's price of each. */
const prices: Readonly<Record<string, string>> = {
  basic: 'price_basic',
  pro: 'price_pro',
  team: 'price_team',
  yearly: 'price_yearly',
}

export const priceOf = (plan: string): string | undefined => prices[plan]
export const planOf = (price: string): string => Object.keys(prices).find((plan) => prices[plan] === price) ?? price
