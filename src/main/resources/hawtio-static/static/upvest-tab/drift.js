// Drift: what Upvest sends that the contract does not list, and what to write.
import { h, PF } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Grid, Panel, Runbook, Time } from './parts.js';
import { number, save } from './words.js';

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

/** The files of a unified diff: lines to write and those that go, with the number that each gets. */
function files(patch) {
  const found = [];
  let line = 0;
  for (const text of patch) {
    const place = text.match(/^@@ -\d+(?:,\d+)? \+(\d+)/);
    if (text.startsWith('+++ ')) {
      found.push({ name: text.slice('+++ b/'.length), lines: [] });
    } else if (place) {
      line = Number(place[1]);
    } else if (!text.startsWith('--- ')) {
      if (text.startsWith('+') || text.startsWith('-')) {
        found[found.length - 1].lines.push({ at: line, instead: text.startsWith('-'), text: text.slice(1) });
      }
      line += text.startsWith('-') ? 0 : 1;
    }
  }
  return found;
}

const lineColumns = [
  ['Line', (row) => row.at],
  ['Change', (row) => (row.instead ? 'instead of' : 'write')],
  ['Text', (row) => h('code', { className: 'upvest-line' }, row.text)],
];

const Lines = ({ of }) =>
  h(
    Panel,
    { title: of.name, className: 'upvest-gap' },
    h(Grid, {
      label: `Lines of ${of.name}`,
      columns: lineColumns,
      rows: of.lines.map((line, at) => ({ key: at, ...line })),
      empty: 'Nothing to write',
    }),
  );

const Proposal = ({ patch }) =>
  patch.length === 0
    ? h('p', null, 'Nothing is to be written: what can be added is there, and is known from the next start on.')
    : h(
        'section',
        null,
        h(PF.Title, { headingLevel: 'h2' }, 'What to write'),
        h(
          'p',
          { className: 'upvest-bar' },
          'A proposal, to read and decide. It takes a restart.',
          h(
            PF.Button,
            { variant: 'secondary', onClick: () => save('drift.patch', 'text/x-diff', `${patch.join('\n')}\n`) },
            'Save it as a patch',
          ),
        ),
        files(patch).map((file) => h(Lines, { key: file.name, of: file })),
      );

function Patch({ report }) {
  const answer = useAnswer(() => get('drift/patch'), [report.types, report.fields]);
  return h(Answer, { of: answer, what: 'what to write' }, (patch) => h(Proposal, { patch }));
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
              'div',
              { className: 'upvest-cards upvest-gap' },
              h(Names, { title: 'Types', counts: report.types, empty: 'No type is new' }),
              h(Names, { title: 'Fields', counts: report.fields, empty: 'No field is new' }),
            ),
            h(Patch, { report }),
          )
        : h(PF.Alert, {
            variant: 'info',
            isInline: true,
            title: 'Under this contract nothing is counted: it lists its types itself.',
          }),
    ),
  );
}
