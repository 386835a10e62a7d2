// Drift: what Upvest sends that the contract does not list, and what to write.
import { h, PF } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Grid, Panel, Runbook, Time } from './parts.js';
import { number } from './words.js';

const columns = [
  ['Name', (row) => h('span', { className: 'upvest-words' }, row.key)],
  ['Events', (row) => number(row.events)],
  ['To write', (row) => h('code', { className: 'upvest-words' }, row.write)],
];

const rows = (counts, write) => Object.entries(counts).map(([key, events]) => ({ key, events, write: write(key) }));

function Names({ report }) {
  const table = `schemas/${report.contract}/types.yaml`;
  const types = rows(report.types, (type) => `${table}, under types: - ${type}`);
  const fields = rows(report.fields, (field) => `${table}, in fields: ${field}`);
  return h(
    'div',
    { className: 'upvest-cards' },
    h(Panel, { title: 'Types' }, h(Grid, { label: 'Types', columns, rows: types, empty: 'No type is new' })),
    h(Panel, { title: 'Fields' }, h(Grid, { label: 'Fields', columns, rows: fields, empty: 'No field is new' })),
  );
}

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
              'p',
              { className: 'upvest-gap' },
              h('code', null, 'bin/gateway drift'),
              ' says the same, and where a new category belongs.',
            ),
            h(Names, { report }),
          )
        : h(PF.Alert, {
            variant: 'info',
            isInline: true,
            title: 'Under this contract nothing is counted: it lists its types itself.',
          }),
    ),
  );
}
