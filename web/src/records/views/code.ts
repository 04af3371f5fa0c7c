import type { Condition, Filter, Op, RelatedCondition } from '~/app/api/types';

/*
 * A filter as it stands in the address, short enough to read:
 *
 *   country:eq:NO,or(city:in:(Oslo,Bergen),revenue:ge:100000.00NOK),has(activities,@none,at:within_last:60days)
 *
 * Parts beside each other all hold. A value is a number, true, false, null, an amount (12.50EUR), a length of time
 * (60days), a list in brackets, or text; text that would be taken for another of these begins with *, and ! stands
 * before a sign that has a meaning here. What this cannot say is written as JSON, which is read as well.
 */

const special = /[,():!@*]/g;
const number = /^-?\d+(\.\d+)?$/;
const amount = /^(-?\d+(?:\.\d+)?)([A-Z]{3})$/;
const length = /^(\d{1,6})(days|weeks|months|years)$/;
const words = new Set(['true', 'false', 'null', '']);

type Plain = string | number | boolean | null;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

function writeText(text: string): string {
  const escaped = text.replace(special, '!$&');
  return number.test(text) || amount.test(text) || length.test(text) || words.has(text) ? `*${escaped}` : escaped;
}

function writeValue(value: unknown): string {
  if (Array.isArray(value)) return `(${value.map(writeValue).join(',')})`;
  if (isRecord(value)) {
    if (typeof value['amount'] === 'string' && typeof value['currency'] === 'string') return `${value['amount']}${value['currency']}`;
    const [unit, count] = Object.entries(value)[0] ?? [];
    return `${count}${unit}`;
  }
  return typeof value === 'string' ? writeText(value) : String(value);
}

function writeTest(node: RelatedCondition): string {
  if (node.none) return ',@none';
  if (node.count) return `,@count:${node.count.op}:${node.count.value}`;
  if (node.sum) return `,@sum:${node.sum.field}:${node.sum.op}${node.sum.value === undefined ? '' : `:${writeValue(node.sum.value)}`}`;
  if (node.latest) return `,@latest:${node.latest.by}`;
  return '';
}

function writeNode(node: Filter): string {
  if ('and' in node) return `and(${node.and.map(writeNode).join(',')})`;
  if ('or' in node) return `or(${node.or.map(writeNode).join(',')})`;
  if ('not' in node) return `not(${writeNode(node.not)})`;
  if ('related' in node) {
    const where = node.latest ? node.latest.where : node.where;
    return `has(${node.related}${writeTest(node)}${where ? `,${writeNode(where)}` : ''})`;
  }
  return `${node.field}:${node.op}${node.value === undefined ? '' : `:${writeValue(node.value)}`}`;
}

class Reader {
  private at = 0;
  constructor(private readonly text: string) {}

  all(): Filter | undefined {
    const parts = this.parts(() => this.at < this.text.length);
    return parts.length === 1 ? parts[0] : parts.length ? { and: parts } : undefined;
  }

  private parts(more: () => boolean): Filter[] {
    const parts: Filter[] = [];
    while (more()) {
      parts.push(this.node());
      if (!this.takes(',')) break;
    }
    if (more()) throw new Error('not a filter');
    return parts;
  }
  private takes(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    ++this.at;
    return true;
  }
  private want(sign: string): void {
    if (!this.takes(sign)) throw new Error(`${sign} wanted`);
  }
  private name(): string {
    const found = /[a-z0-9_.]+/y;
    found.lastIndex = this.at;
    const name = found.exec(this.text)?.[0];
    if (!name) throw new Error('a name wanted');
    this.at += name.length;
    return name;
  }

  private node(): Filter {
    const name = this.name();
    if (!this.takes('(')) return this.condition(name);
    const open = () => this.at < this.text.length && this.text[this.at] !== ')';
    if (name === 'has') return this.related();
    const parts = this.parts(open);
    this.want(')');
    if (name === 'and') return { and: parts };
    if (name === 'or') return { or: parts };
    if (name === 'not' && parts.length === 1 && parts[0]) return { not: parts[0] };
    throw new Error(`${name} is no group`);
  }

  private condition(field: string): Condition {
    this.want(':');
    const op = this.name() as Op;
    return this.takes(':') ? { field, op, value: this.value() } : { field, op };
  }

  private related(): Filter {
    const out: RelatedCondition = { related: this.name() };
    let more = this.takes(',');
    if (more && this.takes('@')) {
      const test = this.name();
      if (test === 'none') out.none = true;
      else if (test === 'latest') {
        this.want(':');
        out.latest = { by: this.name() };
      } else if (test === 'sum') {
        this.want(':');
        out.sum = this.condition(this.name());
      } else if (test === 'count') {
        const { op, value } = this.condition('count');
        out.count = { op, value: Number(value) };
      } else throw new Error(`${test} is no test`);
      more = this.takes(',');
    }
    if (more) {
      const where = this.node();
      if (out.latest) out.latest.where = where;
      else out.where = where;
    }
    this.want(')');
    return out;
  }

  private value(): unknown {
    if (!this.takes('(')) return this.plain();
    const list: unknown[] = [];
    while (this.text[this.at] !== ')') {
      list.push(this.value());
      if (!this.takes(',')) break;
    }
    this.want(')');
    return list;
  }

  private plain(): Plain | Record<string, string | number> {
    const isText = this.takes('*');
    let raw = '';
    let escaped = false;
    while (this.at < this.text.length) {
      const sign = this.text[this.at] ?? '';
      if (sign === '!') {
        raw += this.text[this.at + 1] ?? '';
        this.at += 2;
        escaped = true;
      } else if (/[,():]/.test(sign)) break;
      else {
        raw += sign;
        ++this.at;
      }
    }
    if (isText || escaped) return raw;
    if (number.test(raw)) return Number(raw);
    const money = amount.exec(raw);
    if (money) return { amount: money[1] ?? '', currency: money[2] ?? '' };
    const span = length.exec(raw);
    if (span) return { [span[2] ?? '']: Number(span[1]) };
    return raw === 'true' ? true : raw === 'false' ? false : raw === 'null' ? null : raw;
  }
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The filter in an address; undefined where somebody has cut it short. */
export function readFilterCode(text: string | undefined): Filter | undefined {
  if (!text) return undefined;
  try {
    if (text.startsWith('{')) {
      const filter: unknown = JSON.parse(text);
      return isRecord(filter) ? (filter as unknown as Filter) : undefined;
    }
    return new Reader(text).all();
  } catch {
    return undefined;
  }
}

export function writeFilterCode(filter: Filter | undefined): string | undefined {
  if (!filter) return undefined;
  const text = 'and' in filter && filter.and.length > 1 ? filter.and.map(writeNode).join(',') : writeNode(filter);
  return same(readFilterCode(text), filter) ? text || undefined : JSON.stringify(filter);
}
