// Audit: who did what, when, and to how many.
import { h, PF, Router } from './kit.js';
import { get, useAnswer } from './gateway.js';
import { Answer, Grid, Time } from './parts.js';
import { number } from './words.js';

const LOOKED_AT = 5000;
const SIZE = 50;

const columns = [
  ['When', (row) => h(Time, { at: row.at })],
  ['Who', (row) => row.who],
  ['Did', (row) => h('span', null, row.action, ' ', row.dryRun && h(PF.Label, { isCompact: true }, 'dry run'))],
  ['With', (row) => h('span', { className: 'upvest-words' }, row.arguments)],
  ['How many', (row) => number(row.howMany)],
  ['Outcome', (row) => h('span', { className: 'upvest-words' }, row.outcome)],
];

export function Audit() {
  const [search, setSearch] = Router.useSearchParams();
  const words = search.get('words') || '';
  const from = Number(search.get('from')) || 0;
  const answer = useAnswer(() => get('audit', { limit: LOOKED_AT }), []);
  const change = (next) =>
    setSearch(
      Object.entries(next).filter(([, value]) => value),
      { replace: true },
    );
  return h(Answer, { of: answer, what: 'the audit' }, (entries) => {
    const wanted = words.toLowerCase();
    const fitting = entries.filter((entry) => Object.values(entry).join(' ').toLowerCase().includes(wanted));
    const rows = fitting.slice(from, from + SIZE).map((entry) => ({ key: String(entry.number), ...entry }));
    return h(
      'div',
      null,
      h(
        'div',
        { className: 'upvest-bar' },
        h(PF.SearchInput, {
          'aria-label': 'Words',
          placeholder: 'Who, what or text',
          value: words,
          onChange: (_, text) => change({ words: text }),
          onClear: () => change({}),
        }),
        h(PF.Pagination, {
          itemCount: fitting.length,
          perPage: SIZE,
          page: from / SIZE + 1,
          perPageOptions: [],
          isCompact: true,
          onSetPage: (_, page) => change({ words, from: (page - 1) * SIZE }),
        }),
        h(PF.Button, { variant: 'link', onClick: answer.again }, 'Look again'),
      ),
      h(Grid, { label: 'Audit', columns, rows, empty: 'No matches' }),
    );
  });
}
