// What several pages show.
import { h, PF, Router, Tables, useState } from './kit.js';
import { age, local, utc } from './words.js';

/** A moment, in the browser's zone, with UTC in the tooltip. */
export function Time({ at, ago }) {
  if (!at) {
    return '';
  }
  return h(
    PF.Tooltip,
    { content: utc(at) },
    h('time', { dateTime: at, tabIndex: 0 }, ago ? `${age(at)} ago` : local(at)),
  );
}

export const Go = ({ to, children, ...more }) => h(Router.Link, { to: `/upvest/${to}`, ...more }, children);

/** A page of the documentation, shown in the tab. */
export const Runbook = ({ page, children }) => h(Go, { to: `docs/${page}.md` }, children || 'What to do');

/** What went wrong, in the gateway's words. */
export const Failure = ({ error }) =>
  error ? h(PF.Alert, { variant: 'danger', isInline: true, title: error, className: 'upvest-gap' }) : null;

const Waiting = ({ of }) => h(PF.Bullseye, null, h(PF.Spinner, { 'aria-label': `Loading ${of}` }));

/** The answer of useAnswer: its failure, a spinner, or what is made of the value. */
export function Answer({ of, what, children }) {
  const body = of.value === undefined ? !of.error && h(Waiting, { of: what }) : children(of.value);
  return h('div', null, h(Failure, { error: of.error }), body);
}

export const Panel = ({ title, children, ...more }) =>
  h(PF.Card, { isCompact: true, ...more }, h(PF.CardTitle, { component: 'h2' }, title), h(PF.CardBody, null, children));

/** Names with values. */
export const Facts = ({ of }) =>
  h(
    PF.DescriptionList,
    { isCompact: true, isHorizontal: true, isFluid: true, className: 'upvest-facts' },
    of
      .filter(([, value]) => value !== undefined && value !== '')
      .map(([term, value]) =>
        h(
          PF.DescriptionListGroup,
          { key: term },
          h(PF.DescriptionListTerm, null, term),
          h(PF.DescriptionListDescription, null, value),
        ),
      ),
  );

/** A table that becomes a list where it is narrow. Columns are [title, cell of a row]; rows have a key. */
export function Grid({ label, columns, rows, empty }) {
  if (rows.length === 0) {
    return h(PF.EmptyState, { titleText: empty, headingLevel: 'h2', variant: 'xs' });
  }
  const head = columns.map(([title]) =>
    h(Tables.Th, { key: title || 'actions', modifier: 'wrap', screenReaderText: title ? undefined : 'Actions' }, title),
  );
  const cells = (row) =>
    columns.map(([title, cell]) => h(Tables.Td, { key: title || 'actions', dataLabel: title }, cell(row)));
  return h(
    Tables.Table,
    { 'aria-label': label, variant: 'compact', gridBreakPoint: 'grid-lg' },
    h(Tables.Thead, null, h(Tables.Tr, null, head)),
    h(
      Tables.Tbody,
      null,
      rows.map((row) => h(Tables.Tr, { key: row.key }, cells(row))),
    ),
  );
}

/** Values in a line, over the time. */
export function Spark({ values, label }) {
  const top = Math.max(1, ...values);
  const step = 100 / Math.max(1, values.length - 1);
  const points = values.map((value, at) => `${(at * step).toFixed(1)},${(23 - (22 * value) / top).toFixed(1)}`);
  const picture = {
    viewBox: '0 0 100 24',
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': label,
    className: 'upvest-spark',
  };
  return h(
    'svg',
    picture,
    h('polyline', {
      points: points.join(' '),
      fill: 'none',
      stroke: 'currentColor',
      strokeWidth: 1.5,
      vectorEffect: 'non-scaling-stroke',
    }),
  );
}

/** Values as bars, one for each minute of an hour. */
export function Bars({ values, label }) {
  const top = Math.max(1, ...values);
  const picture = {
    viewBox: '0 0 60 24',
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': label,
    className: 'upvest-spark',
  };
  const bar = (value, at) =>
    h('rect', {
      key: at,
      x: 60 - values.length + at,
      width: 0.8,
      y: 24 - (24 * value) / top,
      height: (24 * value) / top,
      fill: 'currentColor',
    });
  return h('svg', picture, values.map(bar));
}

/** A button that opens a question, and does it when it is confirmed. Ends with what was done, or why not. */
export function Ask({ button, title, body, confirm, variant, reason, act, done }) {
  const [open, setOpen] = useState(false);
  const [why, setWhy] = useState('');
  const [state, setState] = useState({});
  async function run() {
    setState({ busy: true });
    try {
      await act(why);
      setOpen(false);
      setState({});
      done();
    } catch (failure) {
      setState({ error: failure.message });
    }
  }
  const close = () => setOpen(false);
  const id = `ask-${title.replace(/\W+/g, '-')}`;
  const field =
    reason &&
    h(
      PF.FormGroup,
      { label: reason, fieldId: `${id}-why` },
      h(PF.TextInput, { id: `${id}-why`, value: why, onChange: (_, text) => setWhy(text) }),
    );
  return h(
    'span',
    null,
    h(PF.Button, { variant: variant || 'secondary', size: 'sm', onClick: () => setOpen(true) }, button),
    open &&
      h(
        PF.Modal,
        { isOpen: true, variant: 'small', onClose: close, 'aria-labelledby': id },
        h(PF.ModalHeader, { title, labelId: id }),
        h(PF.ModalBody, null, h(Failure, { error: state.error }), h('p', { className: 'upvest-gap' }, body), field),
        h(
          PF.ModalFooter,
          null,
          h(PF.Button, { variant: 'primary', isDisabled: state.busy, isLoading: state.busy, onClick: run }, confirm),
          h(PF.Button, { variant: 'link', onClick: close }, 'Cancel'),
        ),
      ),
  );
}
