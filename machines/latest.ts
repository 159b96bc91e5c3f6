/** What facts speak of is nearly always the newest. */
export function latest<T extends { readonly id: string }>(list: readonly T[], id: string): T | undefined {
  for (let i = list.length - 1; i >= 0; i--) if (list[i]!.id === id) return list[i]
  return undefined
}
