// Drift: what Upvest sends that the contract does not list, and what to write.
import { h, PF } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Grid, Panel, Runbook, Time } from './parts.js';
import { number } from './words.js';

const columns = [
  ['Name', (row) => h('span', { className: 'upvest-words' }, row.key)],
  ['Events', (row) => number(row.events)],
];

const rows = (counts) =>
  Object.entries(counts)
    .map(([key, events]) => ({ key, events }))
    .sort((one, other) => other.events - one.events);

const Names = ({ title, counts, empty }) =>
  h(Panel, { title }, h(Grid, { label: title, columns, rows: rows(counts), empty }));

const Advice = ({ lines }) =>
  lines.length === 0
    ? null
    : h(
        Panel,
        { title: 'What to write', className: 'upvest-gap' },
        h('p', null, 'Decide where each belongs, edit these files, then restart the gateway.'),
        h(PF.List, null, lines.map((line) => h(PF.ListItem, { key: line }, line))),
      );

export function Drift() {
  const answer = useAnswer(() => get('drift'), [], 30000);
  return h(Answer, { of: answer, what: 'the drift' }, (report) =>
    h(
      'div',
      null,
      h(
        'p',
        { className: 'upvest-bar' },
        `Contract ${report.contract}, counted since `,
        h(Time, { at: report.since }),
        h(Runbook, { page: 'how-to/follow-new-types' }),
      ),
      report.counted
        ? h(
            'div',
            null,
            h(
              'div',
              { className: 'upvest-cards upvest-gap' },
              h(Names, { title: 'Types', counts: report.types, empty: 'No type is new' }),
              h(Names, { title: 'Fields', counts: report.fields, empty: 'No field is new' }),
            ),
            h(Advice, { lines: report.advice }),
          )
        : h(PF.Alert, {
            variant: 'info',
            isInline: true,
            title: 'Under this contract nothing is counted: it lists its types itself.',
          }),
    ),
  );
}
