// Completeness: what was received against what became of it, by hour and type.
import { h, PF, Router } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Go, Grid, Runbook } from './parts.js';
import { hour, many, number, save, utc } from './words.js';

const SPANS = [
  ['24h', 'a day'],
  ['3d', '3 days'],
  ['7d', '7 days'],
  ['31d', '31 days'],
];
const OUTCOMES = ['routed', 'invalid', 'dead', 'unknown', 'duplicate'];

/** A number, the warmer the more; what is missing is red. */
function Cell({ value, top, gone }) {
  const heat = value > 0 && !gone ? `${Math.round(8 + (52 * value) / top)}%` : '0%';
  return h(
    'td',
    { style: { '--heat': heat }, className: gone ? 'upvest-gone' : undefined },
    value === 0 ? '' : number(value),
  );
}

/** A table with a name on each row and an hour on each column, or the other way round. */
function Heat({ label, corner, rows, columns, value, gone }) {
  const top = Math.max(1, ...rows.flatMap((row) => columns.map((column) => value(row, column))));
  const head = h(
    'tr',
    null,
    h('th', { scope: 'col' }, corner),
    columns.map((column) => h('th', { key: nameOf(column), scope: 'col' }, h(Name, { of: column }))),
  );
  const line = (row) =>
    h(
      'tr',
      { key: nameOf(row) },
      h('th', { scope: 'row' }, h(Name, { of: row })),
      columns.map((column) =>
        h(Cell, { key: nameOf(column), value: value(row, column), top, gone: gone && gone(row, column) }),
      ),
    );
  return h(
    'div',
    { className: 'upvest-heat upvest-gap', tabIndex: 0, role: 'region', 'aria-label': label },
    h('table', { 'aria-label': label }, h('thead', null, head), h('tbody', null, rows.map(line))),
  );
}

const nameOf = (head) => head.hour || head;

const Name = ({ of }) => (of.hour ? h('time', { dateTime: of.hour, title: utc(of.hour) }, hour(of.hour)) : of);

const byOutcome = (each, name) => {
  if (name === 'received' || name === 'missing') {
    return each[name];
  }
  return each.outcomes[name] || 0;
};

const byType = (each, type) => Object.values(each.types[type] || {}).reduce((sum, events) => sum + events, 0);

/** As the table in a file: hour, type, outcome, events. */
function csv(hours) {
  const field = (text) =>
    `"${String(text)
      .replaceAll('"', '""')
      .replace(/^([=+\-@\t])/, "'$1")}"`;
  const rows = hours.flatMap((each) => [
    ...Object.entries(each.types).flatMap(([type, outcomes]) =>
      Object.entries(outcomes).map(([outcome, events]) => [each.hour, type, outcome, events]),
    ),
    [each.hour, '', 'received', each.received],
    [each.hour, '', 'duplicate', each.outcomes.duplicate],
    [each.hour, '', 'missing', each.missing],
  ]);
  return [['hour', 'type', 'outcome', 'events'], ...rows].map((row) => row.map(field).join(',')).join('\n');
}

const gaps = [
  ['Delivery', (row) => h(Go, { to: `find?q=${row.key}` }, row.key)],
  ['Brought', (row) => number(row.expected)],
  ['Entered', (row) => number(row.entered)],
];

function wrong(report) {
  if (report.gaps.length > 0) {
    return `${many(report.gaps.length, 'delivery does', 'deliveries do')} not add up`;
  }
  return report.complete ? 'queues hold events that the ledger does not know' : 'hours in red do not add up';
}

function Verdict({ report }) {
  const strangers = Object.entries(report.notInLedger || {});
  const well = report.complete && strangers.length === 0;
  const title = well ? 'Complete: every event that was received is accounted for' : `Not complete: ${wrong(report)}`;
  return h(
    PF.Alert,
    { variant: well ? 'success' : 'danger', isInline: true, title, className: 'upvest-gap' },
    strangers.map(([queue, messages]) =>
      h(
        'p',
        { key: queue },
        `${queue}: ${many(messages, 'message', 'messages')} of events that the ledger does not know`,
      ),
    ),
    report.inbox.waiting > 0 &&
      h(
        'p',
        null,
        `${many(report.inbox.waiting, 'delivery waits', 'deliveries wait')} in the inbox, not in these figures yet`,
      ),
    !well && h(Runbook, { page: 'how-to/prove-completeness' }),
  );
}

function Figures({ report }) {
  const { hours } = report;
  const types = [...new Set(hours.flatMap((each) => Object.keys(each.types)))].sort();
  return h(
    'div',
    null,
    h(PF.Title, { headingLevel: 'h2' }, 'By outcome'),
    h(Heat, {
      label: 'By outcome',
      corner: 'Hour',
      rows: hours,
      columns: ['received', ...OUTCOMES, 'missing'],
      value: byOutcome,
      gone: (each, name) => name === 'missing' && each.missing !== 0,
    }),
    h(PF.Title, { headingLevel: 'h2' }, 'By type'),
    h(Heat, {
      label: 'By type',
      corner: 'Type',
      rows: types,
      columns: hours,
      value: (type, each) => byType(each, type),
    }),
    report.gaps.length > 0 &&
      h(Grid, {
        label: 'Gaps',
        columns: gaps,
        rows: report.gaps.map((gap) => ({ key: gap.delivery, ...gap })),
        empty: '',
      }),
  );
}

export function Completeness() {
  const [search, setSearch] = Router.useSearchParams();
  const since = search.get('since') || '24h';
  const until = search.get('until') || '';
  const answer = useAnswer(() => get('reconcile', { since, until }), [since, until]);
  const spans = SPANS.map(([span, label]) =>
    h(PF.ToggleGroupItem, {
      key: span,
      text: label,
      buttonId: `span-${span}`,
      isSelected: since === span,
      onChange: () => setSearch({ since: span }),
    }),
  );
  return h(
    'div',
    null,
    h(
      'div',
      { className: 'upvest-bar' },
      h(PF.ToggleGroup, { 'aria-label': 'How far back' }, spans),
      answer.value &&
        h(
          PF.Button,
          { variant: 'secondary', onClick: () => save('completeness.csv', 'text/csv', csv(answer.value.hours)) },
          'CSV',
        ),
    ),
    h(Answer, { of: answer, what: 'the figures' }, (report) =>
      h(
        'div',
        null,
        h(Verdict, { report }),
        report.hours.length > 0 ? h(Figures, { report }) : 'Nothing was received in this time.',
      ),
    ),
  );
}
