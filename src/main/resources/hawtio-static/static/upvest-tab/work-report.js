// What a replay or a purge has found: counts, and the first messages.
import { h, PF } from './kit.js';
import { Facts, Time } from './parts.js';
import { number } from './words.js';

const MOST_COUNTS = 20;

/** The largest first, and how many more there are. */
function counts(of) {
  const all = Object.entries(of || {}).sort(([, one], [, other]) => other - one);
  const shown = all.slice(0, MOST_COUNTS).map(([name, count]) => [name, number(count)]);
  return all.length > MOST_COUNTS ? [...shown, [`and ${number(all.length - MOST_COUNTS)} others`, ' ']] : shown;
}

const Example = ({ of }) =>
  h(
    PF.ListItem,
    { className: 'upvest-words' },
    `${of.type} ${of.event}, failed `,
    h(Time, { at: of.failedAt }),
    of.from && ` in ${of.from}`,
    of.attempts > 0 && `, replayed ${of.attempts} times`,
    of.failure && `: ${of.failure}`,
    of.target && h('strong', null, ` → ${of.target}`),
  );

/** What is meant, or was done. */
export function Report({ report }) {
  const first = report.examples || [];
  return h(
    'div',
    null,
    h(Facts, {
      of: [
        ['Waiting', report.waiting !== undefined ? number(report.waiting) : ''],
        ['Meant', report.chosen !== undefined ? number(report.chosen) : ''],
        ['Ended', report.ended],
      ],
    }),
    counts(report.reasons).length > 0 && h(PF.Title, { headingLevel: 'h3' }, 'Why they wait'),
    h(Facts, { of: counts(report.reasons) }),
    counts(report.targets || report.went).length > 0 &&
      h(PF.Title, { headingLevel: 'h3' }, report.went ? 'Where they went' : 'Where they would go'),
    h(Facts, { of: counts(report.targets || report.went) }),
    first.length > 0 && h(PF.Title, { headingLevel: 'h3' }, 'The first of them'),
    first.length > 0 &&
      h(
        PF.List,
        null,
        first.map((example, at) => h(Example, { key: at, of: example })),
      ),
  );
}
