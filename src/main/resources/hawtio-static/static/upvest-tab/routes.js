// Routes: what runs, what the folder has instead, and how that takes its place.
import { h, PF, useState } from './kit.js';
import { get, post, useAnswer } from './gateway.js';
import { Answer, Failure, Grid, Runbook, Time } from './parts.js';
import { many } from './words.js';

const columns = [
  ['File', (row) => h('span', { className: 'upvest-words' }, row.key)],
  ['SHA-256', (row) => h(PF.Tooltip, { content: row.hash }, h('code', { tabIndex: 0 }, row.hash.slice(0, 12)))],
  ['Since', (row) => h(Time, { at: row.since })],
  ['By', (row) => row.by],
  ['Folder', (row) => (row.changed ? h(PF.Label, { color: 'orange', isCompact: true }, 'differs') : 'the same')],
];

/** Whether the check has found something, or a route does not start, as the last line says. */
const isRefused = (result) => result.report.some((line) => /^not applied(?!: this was a rehearsal)/.test(line));

function verdict(result, applied) {
  if (isRefused(result)) {
    return ['danger', applied ? 'Not applied: the previous routes keep running' : 'It would not be applied'];
  }
  return applied ? ['success', 'Applied: the files in the folder are running'] : ['info', 'What applying would do'];
}

function Report({ result, applied }) {
  const [variant, title] = verdict(result, applied);
  return h(
    PF.Alert,
    { variant, isInline: true, isLiveRegion: true, title, className: 'upvest-gap' },
    h(
      PF.List,
      { isPlain: true },
      result.report.map((line, at) => h(PF.ListItem, { key: at, className: 'upvest-line' }, line)),
    ),
  );
}

function Apply({ changed, again }) {
  const [state, setState] = useState({});
  async function run(applied) {
    setState({ busy: applied ? 'apply' : 'rehearse' });
    try {
      setState({ applied, result: await post('routes', { dryRun: !applied }) });
      again();
    } catch (failure) {
      setState({ error: failure.message });
    }
  }
  const { busy, result, applied } = state;
  return h(
    'div',
    null,
    h(Failure, { error: state.error }),
    result && h(Report, { result, applied }),
    h(
      'div',
      { className: 'upvest-bar' },
      h(
        PF.Button,
        {
          variant: 'secondary',
          isDisabled: Boolean(busy),
          isLoading: busy === 'rehearse',
          onClick: () => run(false),
        },
        'Show the difference',
      ),
      result &&
        !applied &&
        !isRefused(result) &&
        changed.length > 0 &&
        h(
          PF.Button,
          { isDisabled: Boolean(busy), isLoading: busy === 'apply', onClick: () => run(true) },
          `Apply ${many(changed.length, 'file', 'files')}`,
        ),
      h(Runbook, { page: 'how-to/apply-a-change', children: 'How a change is applied' }),
    ),
  );
}

export function Routes({ operator }) {
  const answer = useAnswer(() => get('routes'), [], 10000);
  return h(Answer, { of: answer, what: 'the routes' }, ({ files, changed }) => {
    const rows = Object.entries(files).map(([key, file]) => ({ key, ...file, changed: changed.includes(key) }));
    rows.sort((one, other) => one.key.localeCompare(other.key));
    const others = changed.filter((file) => !files[file]);
    return h(
      'div',
      null,
      h(PF.Alert, {
        isInline: true,
        className: 'upvest-gap',
        variant: changed.length > 0 ? 'warning' : 'success',
        title:
          changed.length > 0
            ? `${many(changed.length, 'file differs', 'files differ')} from what runs`
            : 'The files in the folder are running',
      }),
      others.length > 0 && h('p', { className: 'upvest-words' }, `New in the folder: ${others.join(', ')}`),
      operator && h(Apply, { changed, again: answer.again }),
      h(Grid, { label: 'Running files', columns, rows, empty: 'No file is running' }),
    );
  });
}
