// Erase: what names an object, then its removal, and the report as proof.
import { h, PF, useState } from './kit.js';
import { get, post } from './gateway.js';
import { Facts, Failure, Runbook } from './parts.js';
import { number, save } from './words.js';

const wait = (millis) => new Promise((then) => setTimeout(then, millis));

const FIELDS = [
  ['object', 'Object'],
  ['by', 'By'],
  ['at', 'At'],
  ['messages', 'Messages'],
  ['files', 'Files'],
  ['mails', 'Mails'],
  ['recordedDeliveries', 'Recorded deliveries'],
  ['ledger', 'Rows of the ledger'],
  ['left', 'Left'],
  ['notLookedAt', 'Not looked at'],
];

const told = (value) =>
  typeof value === 'object'
    ? Object.entries(value)
        .map(([queue, messages]) => `${queue} ${number(messages)}`)
        .join(', ') || 'none'
    : String(value);

function Report({ report }) {
  const { dryRun, complete, ended } = report;
  return h(
    'section',
    { className: 'upvest-gap' },
    h(PF.Alert, {
      variant: complete ? (dryRun ? 'info' : 'success') : 'warning',
      isInline: true,
      isLiveRegion: true,
      title: `${dryRun ? 'Dry run' : 'Erased'}: ${ended}`,
    }),
    h(Facts, { of: FIELDS.map(([name, title]) => [title, name in report ? told(report[name]) : '']) }),
  );
}

/** The end of one piece of work, told while it goes on. */
async function follow(begun, tell) {
  let progress = begun;
  while (progress.running) {
    tell(progress);
    await wait(300);
    progress = await get(`erase/${begun.run}`);
  }
  return progress;
}

export function Erase() {
  const [object, setObject] = useState('');
  const [why, setWhy] = useState('');
  const [again, setAgain] = useState('');
  const [state, setState] = useState({});
  const id = object.trim();
  const { report, busy, error, progress } = state;
  const rehearsed = report && report.dryRun && report.object === id.toLowerCase();
  async function run(dryRun) {
    setState({ busy: true });
    try {
      const end = await follow(await post('erase', { object: id, why, dryRun }), (now) =>
        setState({ busy: true, progress: now }),
      );
      setAgain('');
      setState({ report: end.report });
    } catch (failure) {
      setState({ error: failure.message });
    }
  }
  const submit = (event) => {
    event.preventDefault();
    run(true);
  };
  const field = (name, label, value, change) =>
    h(
      PF.FormGroup,
      { label, fieldId: `erase-${name}` },
      h(PF.TextInput, { id: `erase-${name}`, value, onChange: (_, text) => change(text) }),
    );
  return h(
    'div',
    null,
    h(
      'p',
      { className: 'upvest-gap' },
      'Removes every message, file, mail and recorded delivery that names one object, and its id from the ledger. ',
      h(Runbook, { page: 'how-to/erase-a-persons-data', children: 'What it does, and what it does not' }),
    ),
    h(Failure, { error }),
    busy &&
      h(PF.Progress, {
        'aria-label': 'Erase',
        title: 'Looking',
        label: `${number(progress ? progress.looked : 0)} looked at`,
        measureLocation: 'outside',
      }),
    report && h(Report, { report }),
    report &&
      h(
        PF.Button,
        {
          className: 'upvest-gap',
          variant: 'secondary',
          onClick: () => save(`erase-${report.object}.json`, 'application/json', JSON.stringify(report, null, 2)),
        },
        'Save the report',
      ),
    h(
      PF.Form,
      { onSubmit: submit },
      field('object', "The object's id", object, setObject),
      field('why', 'Why, for the audit', why, setWhy),
      h(PF.ActionGroup, null, h(PF.Button, { type: 'submit', isDisabled: !id || busy }, 'Dry run')),
      rehearsed && field('again', 'It cannot be undone. Type the id again to confirm', again, setAgain),
      rehearsed &&
        h(
          PF.ActionGroup,
          null,
          h(
            PF.Button,
            { variant: 'danger', isDisabled: busy || again.trim() !== id, onClick: () => run(false) },
            'Erase',
          ),
        ),
    ),
  );
}
