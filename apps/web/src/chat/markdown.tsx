import { lexer, type MarkedToken, type Token, Tokenizer, type Tokens } from 'marked';
import { Fragment, type ReactNode } from 'react';
import { CodeBlock } from './code-block.tsx';
import styles from './markdown.module.css';
import { safeAddress } from './safe-address.ts';

/** Whose mentions stand out. */
interface Reader {
  username: string;
}

/**
 * HTML is text here, so a tag must not change how the text around it is read: by Markdown's own
 * rules a line that begins with one stays raw to the next empty line.
 */
class WithoutHtml extends Tokenizer {
  override html(): undefined {
    return undefined;
  }

  override tag(source: string): Tokens.Tag | undefined {
    const raw = source.startsWith('<') ? this.rules.inline.tag.exec(source)?.[0] : undefined;
    if (raw === undefined) return undefined;
    const { inLink, inRawBlock } = this.lexer.state;
    return { type: 'html', raw, text: raw, inLink, inRawBlock, block: false };
  }
}

const parsed = new Map<string, Token[]>();
const parsedLimit = 400;

/**
 * Turns a message's Markdown into elements. No HTML is ever made from text: tags that someone
 * writes stay visible as they are, and links lead to web and mail addresses only.
 */
export function markdown(content: string, reader: Reader): ReactNode {
  let tokens = parsed.get(content);
  if (!tokens) {
    tokens = lexer(content, { gfm: true, breaks: true, tokenizer: new WithoutHtml() });
    parsed.set(content, tokens);
    if (parsed.size > parsedLimit) parsed.delete(parsed.keys().next().value ?? '');
  }
  return blocks(tokens, reader);
}

const blocks = (tokens: readonly Token[], reader: Reader): ReactNode[] =>
  tokens.map((token, index) => (
    <Fragment key={index}>{one(token as MarkedToken, reader)}</Fragment>
  ));

const inside = (token: { tokens?: readonly Token[] | undefined; text?: string }, reader: Reader) =>
  token.tokens ? blocks(token.tokens, reader) : withMentions(token.text ?? '', reader);

function one(token: MarkedToken, reader: Reader): ReactNode {
  switch (token.type) {
    case 'paragraph':
      return <p>{inside(token, reader)}</p>;
    case 'text':
      return token.tokens ? blocks(token.tokens, reader) : withMentions(token.text, reader);
    case 'escape':
      return token.text;
    case 'strong':
      return <strong>{inside(token, reader)}</strong>;
    case 'em':
      return <em>{inside(token, reader)}</em>;
    case 'del':
      return <del>{inside(token, reader)}</del>;
    case 'codespan':
      return <code className={styles.code}>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <SafeLink href={token.href}>{inside(token, reader)}</SafeLink>;
    case 'image':
      // Pictures from elsewhere would tell their host who reads here.
      return <SafeLink href={token.href}>{token.text || token.href}</SafeLink>;
    case 'code':
      return <CodeBlock code={token.text} language={token.lang?.split(/\s/)[0] ?? ''} />;
    case 'blockquote':
      return <blockquote className={styles.quote}>{inside(token, reader)}</blockquote>;
    case 'heading':
      return <p className={styles.heading}>{inside(token, reader)}</p>;
    case 'list':
      return <List list={token} reader={reader} />;
    case 'table':
      return <Table table={token} reader={reader} />;
    case 'hr':
      return <hr className={styles.rule} />;
    case 'checkbox':
      return token.checked ? '☑ ' : '☐ ';
    case 'space':
      return null;
    default:
      // HTML and whatever else there may be: shown as it was written.
      return token.raw;
  }
}

function List({ list, reader }: { list: Tokens.List; reader: Reader }) {
  const items = list.items.map((item, index) => (
    <li key={index} data-task={item.task || undefined}>
      {inside(item, reader)}
    </li>
  ));
  if (!list.ordered) return <ul className={styles.list}>{items}</ul>;
  return (
    <ol className={styles.list} start={list.start === '' ? 1 : list.start}>
      {items}
    </ol>
  );
}

function Table({ table, reader }: { table: Tokens.Table; reader: Reader }) {
  return (
    <div className={styles.wide}>
      <table>
        <thead>
          <tr>
            {table.header.map((cell, index) => (
              <th key={index}>{inside(cell, reader)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{inside(cell, reader)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function SafeLink({ href, children }: { href: string; children: ReactNode }) {
  const address = safeAddress(href);
  if (!address) return children;
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow" className={styles.link}>
      {children}
    </a>
  );
}

const mention = /(?<![\p{L}\p{N}_/.])@([a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?)/giu;

function withMentions(text: string, reader: Reader): ReactNode {
  if (!text.includes('@')) return text;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const found of text.matchAll(mention)) {
    const isReader = found[1]?.toLowerCase() === reader.username;
    parts.push(
      text.slice(end, found.index),
      <span key={found.index} className={styles.mention} data-me={isReader || undefined}>
        {found[0]}
      </span>,
    );
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}
