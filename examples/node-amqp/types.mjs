// Makes TypeScript types of the gateway's AsyncAPI document: node types.mjs [DOCUMENT [FILE]]. See README.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { compile } from 'json-schema-to-typescript';

const [document = '../../docs/reference/asyncapi.yaml', file = 'events.d.ts'] = process.argv.slice(2);
const { components } = load(readFileSync(document, 'utf8'));
const names = Object.keys(components.schemas).filter((name) => /(Event|Headers)$/.test(name));
const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
writeFileSync(file, await compile({ type: 'object', properties, components }, 'Messages', { bannerComment: '' }));
