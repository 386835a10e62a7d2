// Replay and purge: a dry run that says what is meant, then the work, with its progress, which anybody may watch.
// It goes on in the gateway when the browser is closed.
import { h, PF, useEffect, useState } from './kit.js';
import { get, post, remove, useAnswer } from './gateway.js';
import { Failure, Time } from './parts.js';
import { Report } from './work-report.js';
import { many, number } from './words.js';

const KINDS = {
  replay: {
    verb: 'Replay',
    past: 'replayed',
  },
  purge: {
    verb: 'Purge',
    past: 'removed',
  },
};
const MOST = 100000;

/** Starts the work, or its dry run. */
function begun(kind, { channel, ids = [], ...group }, more) {
  const filter = Object.fromEntries(Object.entries({ ids: ids.join(','), ...group }).filter(([, value]) => value));
  return post(kind, { channel, ...filter, all: Object.keys(filter).length === 0, ...more });
}

/** For those who hear the page: how far it is, not more often than by tenths, and how it ended. */
function Spoken({ verb, report, real }) {
  const dry = report ? `Dry run: ${many(report.chosen || 0, 'message is', 'messages are')} meant` : 'Dry run';
  const all = real ? real.done + real.failed + real.remaining : 0;
  const tenths = all > 0 ? Math.floor((10 * (real.done + real.failed)) / all) : 0;
  const ended = real && !real.running ? real.report.ended : `${tenths * 10} % done`;
  return h('p', { role: 'status', className: 'upvest-spoken' }, real ? `${verb}: ${ended}` : dry);
}

function Bar({ title, progress }) {
  const all = progress.done + progress.failed + progress.remaining;
  const label =
    all > 0
      ? `${number(progress.done)} done, ${number(progress.failed)} failed, ${number(progress.remaining)} left`
      : `${number(progress.looked)} looked at`;
  return h(PF.Progress, {
    title,
    'aria-label': title,
    value: all > 0 ? (100 * (progress.done + progress.failed)) / all : undefined,
    max: 100,
    label,
    valueText: label,
    variant: progress.failed > 0 ? 'warning' : undefined,
  });
}

/** Follows one piece of work until it ends; nothing while there is none. */
function useRun(kind, run) {
  const [progress, setProgress] = useState(null);
  const [error, setError] = useState('');
  useEffect(() => {
    let here = true;
    let timer;
    async function look() {
      try {
        const now = await get(`${kind}/${run}`);
        here && setProgress(now);
        if (here && now.running) {
          timer = setTimeout(look, 300);
        }
      } catch (failure) {
        here && setError(failure.message);
      }
    }
    setProgress(null);
    run && look();
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [kind, run]);
  return { progress, error };
}

function Confirm({ kind, chosen, why, setWhy, typed, setTyped }) {
  const purge = kind === 'purge';
  return h(
    PF.Form,
    null,
    h(
      PF.FormGroup,
      { label: 'Why, for the audit', fieldId: 'work-why' },
      h(PF.TextInput, { id: 'work-why', value: why, onChange: (_, text) => setWhy(text) }),
    ),
    purge &&
      h(
        PF.FormGroup,
        { label: `They are removed for good. Type ${chosen} to confirm`, fieldId: 'work-count', isRequired: true },
        h(PF.TextInput, { id: 'work-count', value: typed, onChange: (_, text) => setTyped(text) }),
      ),
  );
}

/** The question, the dry run, the work and its end, in one dialog. */
export function WorkDialog({ kind, meant, close }) {
  const { verb, past } = KINDS[kind];
  const [step, setStep] = useState({ dry: 0, real: 0 });
  const [error, setError] = useState('');
  const [why, setWhy] = useState('');
  const [typed, setTyped] = useState('');
  const dry = useRun(kind, step.dry);
  const real = useRun(kind, step.real);
  const begin = (start, name) =>
    start.then(
      (progress) => setStep((last) => ({ ...last, [name]: progress.run })),
      (failure) => setError(failure.message),
    );
  useEffect(() => {
    begin(begun(kind, meant, { dryRun: true, limit: MOST }), 'dry');
  }, []);
  const report = dry.progress && !dry.progress.running ? dry.progress.report : null;
  const chosen = report ? report.chosen || 0 : 0;
  const done = real.progress && !real.progress.running;
  const stop = () => remove(`${kind}/${step.real || step.dry}`).catch((failure) => setError(failure.message));
  const sure = chosen > 0 && (kind !== 'purge' || typed.trim() === String(chosen));
  const shown = real.progress || dry.progress;
  return h(
    PF.Modal,
    { isOpen: true, variant: 'large', onClose: close, 'aria-labelledby': 'work-title' },
    h(PF.ModalHeader, {
      title: done
        ? `${verb}: ended`
        : report
          ? `${verb} ${many(chosen, 'message', 'messages')} of ${meant.channel}?`
          : `${verb}: what is meant`,
      labelId: 'work-title',
    }),
    h(
      PF.ModalBody,
      { tabIndex: 0, 'aria-label': 'Report' },
      h(Failure, { error: error || dry.error || real.error }),
      h(Spoken, { verb, report, real: real.progress }),
      shown &&
        shown.running &&
        h(Bar, { title: step.real ? `${verb} is running` : 'Dry run: nothing is changed', progress: shown }),
      done &&
        h(PF.Alert, {
          variant: real.progress.report.complete ? 'success' : 'warning',
          isInline: true,
          isLiveRegion: true,
          title: real.progress.report.ended || past,
        }),
      (real.progress || report) && h(Report, { report: real.progress ? real.progress.report : report }),
      report && !step.real && chosen > 0 && h(Confirm, { kind, chosen, why, setWhy, typed, setTyped }),
    ),
    h(
      PF.ModalFooter,
      null,
      report &&
        !step.real &&
        h(
          PF.Button,
          {
            variant: kind === 'purge' ? 'danger' : 'primary',
            isDisabled: !sure,
            onClick: () => begin(begun(kind, meant, { dryRun: false, limit: chosen, why }), 'real'),
          },
          `${verb} ${number(chosen)}`,
        ),
      shown && shown.running && h(PF.Button, { variant: 'secondary', onClick: stop }, 'Stop'),
      h(PF.Button, { variant: 'link', onClick: close }, shown && shown.running ? 'Close; it keeps running' : 'Close'),
    ),
  );
}

/** By whom and when, as the gateway tells it in one text. */
function Begun({ of }) {
  const [, who, at] = of.match(/^(.*) at (\S+)$/) || [null, of, ''];
  return h('span', null, `${who} `, h(Time, { at }));
}

/** What is running now, or was last, whoever began it. */
export function Watch({ kind, operator }) {
  const { verb } = KINDS[kind];
  const answer = useAnswer(() => get(kind), [kind], 2000);
  const progress = answer.value;
  const [error, setError] = useState('');
  if (!progress || !progress.run) {
    return null;
  }
  if (!progress.running) {
    return h('p', null, `Last ${kind} `, h(Begun, { of: progress.begun }), `: ${progress.report.ended || 'ended'}`);
  }
  const stop = () => remove(`${kind}/${progress.run}`).then(answer.again, (failure) => setError(failure.message));
  return h(
    'div',
    { className: 'upvest-gap' },
    h(Failure, { error }),
    h(Bar, { title: `${verb} ${progress.begun}`, progress }),
    operator && h(PF.Button, { variant: 'secondary', size: 'sm', onClick: stop }, `Stop the ${kind}`),
  );
}
