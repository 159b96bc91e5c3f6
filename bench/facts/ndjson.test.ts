import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { customerCreated, paymentSucceeded, utc } from '#machines'
import { limits } from './fact-file.ts'
import { allOf, headerOf, inFolder } from './facts.fixture.ts'
import { headerText, lineText } from './line.ts'
import { readNdjson } from './ndjson-reader.ts'
import { writeNdjson } from './ndjson-writer.ts'

const at = utc('2025-02-28')
const line = lineText({ policy: 0, fact: customerCreated('ada', 'cus_ada_1', { at }) })
const paid = lineText({ policy: 1, fact: paymentSucceeded('ada/sub 1/signup/attempt 1', { payment: 'pi_1', charge: 'ch_1' }, { at }) })

/** What reading a file of these lines comes to. */
const reading = (...lines: readonly (string | Buffer)[]): string =>
  inFolder((file) => {
    writeFileSync(file('a.ndjson'), Buffer.concat(lines.map((each) => Buffer.concat([Buffer.from(each), Buffer.from('\n')]))))
    try {
      return `${allOf(readNdjson(file('a.ndjson'))).length} facts`
    } catch (thrown) {
      return (thrown as Error).message.slice(file('x').length - 1)
    }
  })
const header = (facts: number): string => headerText(headerOf(facts))

describe('a file of lines', () => {
  it('is read, also without its last newline, and with members in another order', () => {
    expect(reading(header(2), line, paid)).toBe('2 facts')
    inFolder((file) => {
      const turned = JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(paid) as object).toReversed()))
      writeFileSync(file('a.ndjson'), `${header(2)}\n${line}\n${turned}`)
      expect(allOf(readNdjson(file('a.ndjson'))).map(lineText)).toEqual([line, paid])
    })
  })

  it('says on which line it is no JSON, and what is wrong with a member', () => {
    expect(reading(header(2), line, '{"policy":0,')).toBe('a.ndjson, line 3: is no JSON: "{\\"policy\\":0,"')
    expect(reading(header(2), '', line)).toBe('a.ndjson, line 2: the line is empty')
    expect(reading(header(1), line.replace('customer created', 'customer made'))).toMatch(
      /^a.ndjson, line 2: fact.kind is unknown: "customer made"; there are command accepted, /,
    )
    expect(reading(header(1), line.replace('"customer":"cus_ada_1"', '"customer":7'))).toBe('a.ndjson, line 2: fact.customer is no text: 7')
    expect(reading(header(1), line.replace(',"customer":"cus_ada_1"', ''))).toBe('a.ndjson, line 2: fact.customer is missing')
    expect(reading(header(1), line.replace('"customer"', '"by":"hand","customer"'))).toMatch(
      /line 2: fact."by" is unknown; there are is, kind, id/,
    )
    expect(reading(header(1), line.replace('"policy":0', '"policy":2'))).toBe(
      'a.ndjson, line 2: policy is 2; the header has 2 of them, counted from 0',
    )
    expect(reading(header(1), line.replaceAll('ada', 'Ada'))).toMatch(/fact.who is no customer: 1 to 40 small letters and digits: "Ada"/)
    expect(reading(header(1), line.replace('ada/customer', 'bob/customer'))).toBe(
      'a.ndjson, line 2: fact.id does not begin with ada/, whose fact it is',
    )
    expect(reading(header(1), '[]')).toBe('a.ndjson, line 2: is no object')
  })

  it.each(['NaN', '1e400', '9007199254740993', '1.5', '-1', '"1"', 'null'])('takes no %s for an instant', (value) =>
    expect(reading(header(1), line.replace(`"at":${at}`, `"at":${value}`))).toMatch(
      /^a.ndjson, line 2: (is no JSON|fact.at is no instant|fact.at is missing)/,
    ),
  )

  it('takes no fact from after the moment that it is as of', () =>
    expect(reading(header(1), line.replace(`"recordedAt":${at}`, '"recordedAt":1767225600001'))).toMatch(
      /line 2: fact.recordedAt is 1767225600001, later than the header’s asOf/,
    ))

  it('ends with as many facts as its header says', () => {
    expect(reading(header(3), line, paid)).toBe(
      'a.ndjson, line 3: the file ends after 2 facts of the 3 that the header says: it is cut short',
    )
    expect(reading(header(1), line, paid)).toBe('a.ndjson, line 3: there are more facts than the 1 that the header says')
  })

  it('begins with a header of version 1', () => {
    expect(inFolder((file) => (writeFileSync(file('a'), ''), thrownBy(() => readNdjson(file('a')))))).toMatch(
      /a, line 1: the file is empty/,
    )
    expect(reading(line)).toMatch(/line 1: the header does not begin with the header of a file of facts/)
    expect(reading(header(1).replace('"version":1', '"version":2'), line)).toBe(
      'a.ndjson, line 1: the header is of version 2; this billstorm reads version 1',
    )
    expect(reading(header(1).replace('"zone":"UTC"', '"zone":"Mars"'), line)).toMatch(
      /line 1: the header.policies\[0\].zone is none of UTC, /,
    )
    expect(reading(header(1).replace('"facts":1', '"facts":1e15'), line)).toMatch(/line 1: the header.facts says 1000000000000000; at most/)
  })

  it('has no line that is longer than is read, and no other bytes than UTF-8', () => {
    expect(reading(header(2), line, 'x'.repeat(limits.line + 1))).toBe(
      `a.ndjson, line 3: is longer than the ${limits.line} bytes that are read`,
    )
    expect(reading('x'.repeat(limits.header + 1))).toBe(`a.ndjson, line 1: is longer than the ${limits.header} bytes that are read`)
    expect(reading(header(3), line, line, Buffer.from([0x22, 0xff, 0x22]))).toBe('a.ndjson, line 4: is no UTF-8')
  })
})

describe('a file that is written', () => {
  it('is not there before it is whole, nor when it is given up or does not hold what its header says', () =>
    inFolder((file) => {
      const path = file('a.ndjson')
      const given = writeNdjson(path, headerOf(2))
      given.add([JSON.parse(line)])
      expect(existsSync(path)).toBe(false)
      expect(() => given.commit()).toThrow('the header says 2 facts, and 1 were written')
      const other = writeNdjson(path, headerOf(1))
      other.abort()
      expect(readdirSync(dirname(path))).toEqual([])
      const whole = writeNdjson(path, headerOf(1))
      whole.add([JSON.parse(line)])
      whole.commit()
      expect(readdirSync(dirname(path))).toEqual(['a.ndjson'])
      expect(readFileSync(path, 'utf8')).toBe(`${header(1)}\n${line}\n`)
    }))
})

function thrownBy(act: () => unknown): string {
  try {
    act()
    return 'nothing'
  } catch (thrown) {
    return (thrown as Error).message
  }
}
