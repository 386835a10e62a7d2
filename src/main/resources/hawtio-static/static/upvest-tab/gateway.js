// What the gateway answers: the operations below /actuator that bin/gateway asks as well.
import { useEffect, useState } from './kit.js';

const LOGGED_OUT = 'You are logged out, or the gateway is not there: reload this page.';

/** Relative to Hawtio's own address, wherever the management port has it. */
export const address = (path) => new URL(path, document.baseURI);

async function answer(path, options = {}) {
  const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]+)/);
  const headers = { Accept: 'application/json', ...options.headers };
  if (token) {
    headers['X-XSRF-TOKEN'] = decodeURIComponent(token[1]);
  }
  let response;
  let value;
  try {
    response = await fetch(address(`../${path}`), { ...options, headers });
    value = response.status === 403 ? {} : await response.json();
  } catch {
    throw new Error(LOGGED_OUT);
  }
  if (!response.ok) {
    throw new Error(
      response.status === 403 ? 'Not allowed: this is for operators.' : value.detail || `${path}: ${response.status}`,
    );
  }
  return value;
}

/** Asks an operation below /actuator, such as get('events', { type }). What is empty is left out. */
export function get(operation, words = {}) {
  const query = new URLSearchParams(Object.entries(words).filter(([, value]) => value !== '')).toString();
  return answer(query ? `${operation}?${query}` : operation);
}

/** Lets an operation do something. */
export const post = (operation, body) =>
  answer(operation, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });

/** Lets an operation end something. */
export const remove = (operation) => answer(operation, { method: 'DELETE' });

/** A page of the documentation that this gateway brings. */
export async function documentation(path) {
  const response = await fetch(address(`static/upvest-docs/${path}`));
  if (!response.ok) {
    throw new Error(`there is no page ${path}`);
  }
  return response.text();
}

/**
 * Asks when the page opens, when the causes change and, with a number of milliseconds, again and again while the page
 * is looked at. Gives value, error and again.
 */
export function useAnswer(question, causes, every) {
  const key = JSON.stringify(causes);
  const [answer, setAnswer] = useState({ key: null });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let here = true;
    let timer;
    async function look() {
      if (!document.hidden) {
        try {
          const value = await question();
          here && setAnswer({ key, value });
        } catch (failure) {
          here &&
            setAnswer((last) => ({ key, value: last.key === key ? last.value : undefined, error: failure.message }));
        }
      }
      if (here && every) {
        timer = setTimeout(look, every);
      }
    }
    look();
    return () => {
      here = false;
      clearTimeout(timer);
    };
  }, [key, turn, every]);
  const mine = answer.key === key ? answer : {};
  return { value: mine.value, error: mine.error, again: () => setTurn((last) => last + 1) };
}
