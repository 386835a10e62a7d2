// Times and numbers as people read them.
const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
const HOUR = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });
const UNITS = [
  ['d', 86400],
  ['h', 3600],
  ['min', 60],
];

export const number = (value) => Number(value).toLocaleString();

/** In the browser's zone. */
export const local = (iso) => TIME.format(new Date(iso));

export const hour = (iso) => HOUR.format(new Date(iso));

/** In UTC, as the logs and the command line write it. */
export const utc = (iso) => new Date(iso).toISOString().replace('T', ' ').replace('Z', ' UTC');

/** In its largest unit. */
export function age(iso, now = Date.now()) {
  const seconds = Math.max(0, (now - new Date(iso)) / 1000);
  const [unit, size] = UNITS.find(([, least]) => seconds >= 2 * least) || ['s', 1];
  return `${Math.floor(seconds / size)} ${unit}`;
}

export function size(bytes) {
  return bytes >= 1e9 ? `${(bytes / 1e9).toFixed(1)} GB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** A queue's name without the prefix, as on the command line. */
export const short = (queue) => queue.replace(/^upvest\./, '');

export const many = (count, one, more) => `${number(count)} ${count === 1 ? one : more}`;

/** JSON with line breaks; anything else as it is. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** Offers a file to save. */
export function save(file, type, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = file;
  link.click();
  URL.revokeObjectURL(link.href);
}
