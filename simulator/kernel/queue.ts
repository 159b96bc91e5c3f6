import type { Instant } from '#machines'

/** Something that becomes ready at an instant; equal instants go by arrival. */
export interface Ready<Item> {
  readonly at: Instant
  readonly order: number
  readonly item: Item
}

/** A binary heap over (instant, arrival). The order is total: no two entries share an arrival number. */
export class ReadyQueue<Item> {
  readonly #heap: Ready<Item>[] = []
  #arrivals = 0

  get size(): number {
    return this.#heap.length
  }

  peek(): Ready<Item> | undefined {
    return this.#heap[0]
  }

  add(at: Instant, item: Item): void {
    this.#place({ at, order: ++this.#arrivals, item })
  }

  /** Before all that is ready at the same instant. */
  addFirst(at: Instant, item: Item): void {
    this.#place({ at, order: -++this.#arrivals, item })
  }

  #place(entry: Ready<Item>): void {
    const heap = this.#heap
    let child = heap.length
    heap.push(entry)
    while (child > 0) {
      const parent = (child - 1) >> 1
      if (before(heap[parent]!, entry)) break
      heap[child] = heap[parent]!
      child = parent
    }
    heap[child] = entry
  }

  take(): Ready<Item> | undefined {
    const heap = this.#heap
    const top = heap[0]
    const last = heap.pop()
    if (top === undefined || last === undefined || heap.length === 0) return top
    let parent = 0
    for (;;) {
      let child = 2 * parent + 1
      if (child >= heap.length) break
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (before(last, heap[child]!)) break
      heap[parent] = heap[child]!
      parent = child
    }
    heap[parent] = last
    return top
  }

  /** Entries that wait, in no order. */
  entries(): readonly Ready<Item>[] {
    return this.#heap
  }
}

const before = <Item>(a: Ready<Item>, b: Ready<Item>): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)
