import assert from 'node:assert/strict';

import { readCalendarText } from '../../../src/manifest/calendar-file.ts';

function calendar(...lines: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
}

const NEW_YEAR = ['SUMMARY:New year', 'DTSTART;VALUE=DATE:20260101'];

describe('calendar files', () => {
  const refused: readonly (readonly [string, string, RegExp])[] = [
    ['that are none', '<html>404</html>', /no iCalendar file/],
    ['that were cut off', calendar(...NEW_YEAR).slice(0, -20), /END:VCALENDAR is missing/],
    ['with a day left out of a repetition', calendar(...NEW_YEAR, 'RRULE:FREQ=YEARLY', 'EXDATE:20270101'), /repeated/],
    ['with a moved day of a repetition', calendar(...NEW_YEAR, 'RECURRENCE-ID:20260102'), /repeated.*New year/],
    ['with two rules', calendar(...NEW_YEAR, 'RRULE:FREQ=YEARLY', 'RRULE:FREQ=YEARLY;COUNT=2'), /repeated/],
    [
      'with a zone of their own making',
      calendar('DTSTART;TZID=W. Europe Standard Time:20261224T080000', 'DTEND:20261224T100000Z'),
      /a zone that the tz database does not have: W\. Europe Standard Time/,
    ],
    ['with a day that does not exist', calendar('DTSTART;VALUE=DATE:20260229'), /cannot be read/],
  ];
  for (const [name, text, message] of refused) {
    it(`${name} are refused`, () => {
      const read = readCalendarText(text, 'UTC');
      assert.match(read.ok ? 'it was read' : read.message, message);
    });
  }

  it('are read without what alarms of their events say', () => {
    const alarm = ['BEGIN:VALARM', 'TRIGGER:-P1D', 'DURATION:PT15M', 'REPEAT:2', 'END:VALARM'];
    const read = readCalendarText(calendar(...alarm, ...NEW_YEAR), 'UTC');
    assert.deepEqual(read, { ok: true, events: { days: [[20_454, 20_454]], yearly: [], spans: [] } });
  });
});
