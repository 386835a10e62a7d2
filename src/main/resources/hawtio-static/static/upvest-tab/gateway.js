// What the gateway answers: the same MBeans and endpoints that bin/gateway asks.
import { useEffect, useState } from './kit.js';

const LOGGED_OUT = 'You are logged out, or the gateway is not there: reload this page.';

/** Relative to Hawtio's own address, wherever the management port has it. */
export const address = (path) => new URL(path, document.baseURI);

async function jolokia(request) {
  const token = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]+)/);
  const headers = { 'Content-Type': 'application/json' };
  if (token) {
    headers['X-XSRF-TOKEN'] = decodeURIComponent(token[1]);
  }
  let answer;
  try {
    const response = await fetch(address('jolokia'), { method: 'POST', headers, body: JSON.stringify(request) });
    answer = await response.json();
  } catch {
    throw new Error(LOGGED_OUT);
  }
  if (answer.status !== 200) {
    throw new Error(refusal(answer));
  }
  return answer.value;
}

/** The gateway's own sentence, without the name of the exception before it. */
function refusal(answer) {
  const text = String(answer.error || 'the gateway gave no answer');
  return answer.status === 403
    ? 'Not allowed: this is for operators.'
    : text.replace(/^(?:[\w.$]+(?:Exception|Error)\s*:\s*)+/, '');
}

const name = (type) => `upvest.gateway:type=${type}`;

/** Invokes an operation, such as ask('Ledger', 'event', id). */
export const ask = (type, operation, ...given) =>
  jolokia({ type: 'exec', mbean: name(type), operation, arguments: given });

/** All attributes, or one. */
export const read = (type, attribute) => jolokia({ type: 'read', mbean: name(type), attribute });

/** A page of /actuator. */
export async function actuator(page) {
  const response = await fetch(address(`../${page}`), { headers: { Accept: 'application/json' } });
  if (!response.ok) {
    throw new Error(`${page}: ${response.status}`);
  }
  return response.json();
}

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
