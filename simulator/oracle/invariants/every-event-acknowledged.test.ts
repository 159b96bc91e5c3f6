import { expect, test } from 'vitest'
import { clausesOf, deliveryOf, sceneOf } from '../scene-of.fixture.ts'
import { everyEventAcknowledged } from './every-event-acknowledged.ts'

test('events that got their answer are fine', () => {
  expect(clausesOf(everyEventAcknowledged, sceneOf())).toEqual([])
})

test('an event that the sender gave up is told', () => {
  const deliveries = [deliveryOf({ status: 500 }), deliveryOf({ copy: 2, status: 500 })]
  expect(clausesOf(everyEventAcknowledged, sceneOf({ truth: { deliveries, givenUp: ['evt_ada_1'] } }))).toEqual(['given up'])
})

test('an event that never reached the door is not the system’s fault', () => {
  expect(clausesOf(everyEventAcknowledged, sceneOf({ truth: { givenUp: ['evt_ada_9'] } }))).toEqual([])
})
