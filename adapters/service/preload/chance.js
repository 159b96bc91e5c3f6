/**
 * @typedef {{ begin(now: number): void, goOn(now: number): void }} Chance
 */

/**
 * Makes `Math.random` draw the same in every run of a world: clients draw from it when they ask again after an error, and what they
 * ask then is asked at another time in each run. What `crypto` draws stays as it is: nobody's patience hangs on that.
 * @returns {Chance}
 */
export function drawnAlike() {
  // Two processes of one service must not draw the same ids.
  const own = hashOf([...process.argv.slice(1), process.env['NODE_UNIQUE_ID'] ?? ''].join(' '))
  let state = 0
  let hasBegun = false
  const { random } = Math
  Math.random = () => (hasBegun ? mixed((state = (state + 0x9e3779b9) | 0)) / 0x1_0000_0000 : random())
  return {
    begin(now) {
      hasBegun = true
      state = own ^ hashOf(String(now))
    },
    goOn(now) {
      if (hasBegun) return
      hasBegun = true
      // Whoever is started again in the middle of a run draws others than before.
      state = own ^ hashOf(`again ${now}`)
    },
  }
}

/** @param {string} text */
function hashOf(text) {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash | 0
}

/** @param {number} word */
function mixed(word) {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
