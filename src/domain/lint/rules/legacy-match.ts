import type { Diagnostic, TextEdit } from '../../../foundations/diagnostics/index.ts';
import { SourceText } from '../../../foundations/diagnostics/index.ts';
import { getPath, isObject, type JsonValue } from '../../../foundations/kube/index.ts';
import { isClassic, legacyMatchHelp, type Policy } from '../../policy/index.ts';
import type { LintFile } from '../finding.ts';

const blocks = ['match', 'exclude'] as const;
export const filterFields: ReadonlySet<string> = new Set(['resources', 'roles', 'clusterRoles', 'subjects']);

/** A `match` or `exclude` without `any` or `all`, and where it is written. */
export interface LegacyBlock {
  readonly rule: string;
  readonly block: (typeof blocks)[number];
  readonly value: JsonValue;
  readonly path: readonly (string | number)[];
}

/** The blocks of a policy in the legacy form. */
export function legacyBlocks(policy: Policy): LegacyBlock[] {
  if (!isClassic(policy)) return [];
  return policy.spec.rules.flatMap((rule, index) =>
    blocks.flatMap((block) => {
      const path = ['spec', 'rules', index, block];
      const value = getPath(policy.document.value, path);
      const legacy = isObject(value) && Object.keys(value).some((key) => filterFields.has(key));
      return legacy ? [{ rule: rule.name, block, value, path }] : [];
    }),
  );
}

const legacyPath = new RegExp(`^spec\\.rules\\[\\d+\\]\\.(${blocks.join('|')})\\.(${[...filterFields].join('|')})$`);

/** Whether the schema found the same: its finding has no repair, so it gives way to `legacyFinding`. */
export function isLegacyField({ subject }: Diagnostic): boolean {
  return legacyPath.test(subject?.path ?? '');
}

/** The finding for a legacy block that begins at an offset of a file, with the edit that rewrites it there. */
export function legacyFinding(
  file: LintFile,
  keyStart: number,
  { rule, block }: LegacyBlock,
  policy: string,
): Diagnostic {
  const source = new SourceText(file.file, file.text);
  const fix = rewriteBlock(file, keyStart, block.length);
  return {
    code: 'POLICY_LEGACY_MATCH',
    severity: 'warning',
    message: `\`${block}\` of rule \`${rule}\` is in the legacy form, without \`any\` or \`all\``,
    location: source.locate(keyStart, keyStart + block.length),
    subject: { policy, rule },
    help: legacyMatchHelp,
    ...(fix ? { fix } : {}),
  };
}

/** Puts the filter below `any:` as its one item. Only line beginnings change, so comments and quoting stay. */
export function rewriteBlock(
  { file, text }: Pick<LintFile, 'file' | 'text'>,
  keyStart: number,
  keyLength: number,
): TextEdit[] | undefined {
  const lineStart = text.lastIndexOf('\n', keyStart - 1) + 1;
  const indent = keyStart - lineStart;
  const afterKey = text.indexOf(':', keyStart + keyLength) + 1;
  const lineEnd = endOfLine(text, afterKey);
  const rest = text
    .slice(afterKey, lineEnd)
    .replace(/\s#[\s\S]*$/, '')
    .trim();
  if (rest.startsWith('{') && !rest.startsWith('{{') && rest.endsWith('}')) {
    const start = text.indexOf('{', afterKey);
    return [{ file, start, end: start + rest.length, text: `{any: [${rest}]}` }];
  }
  if (rest !== '') return undefined;
  return rewriteLines(file, text, lineEnd + 1, indent);
}

function rewriteLines(file: string, text: string, from: number, indent: number): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  let childIndent: number | undefined;
  for (let at = from; at < text.length; ) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    const content = line.trimStart();
    const depth = line.length - content.length;
    const next = end + 1;
    if (content === '') {
      at = next;
      continue;
    }
    const control = content.startsWith('{{');
    if (!control && depth <= indent) break;
    if (control && depth <= indent && !/^\{\{-?\s*(if|range|with|else|end)\b/.test(content)) break;
    if (control && depth <= indent && childIndent !== undefined && !continuesBlock(text, next, indent)) break;
    if (content.startsWith('#') && childIndent === undefined) {
      at = next;
      continue;
    }
    if (childIndent === undefined && !control) {
      childIndent = depth;
      const margin = ' '.repeat(depth);
      edits.push({ file, start: at, end: at + depth, text: `${margin}any:\n${margin}- ` });
    } else if (childIndent !== undefined && !control) {
      edits.push({ file, start: at, end: at, text: '  ' });
    } else if (control && childIndent !== undefined) {
      edits.push(...shiftNindent(file, text, at, end), { file, start: at, end: at, text: '  ' });
    }
    if (!control && childIndent !== undefined) edits.push(...shiftNindent(file, text, at, end));
    at = next;
  }
  return childIndent === undefined ? undefined : edits;
}

/** Whether the block goes on below a control line: the next line with text is still deeper. */
function continuesBlock(text: string, from: number, indent: number): boolean {
  for (let at = from; at < text.length; ) {
    const end = endOfLine(text, at);
    const content = text.slice(at, end).trimStart();
    if (content !== '' && !content.startsWith('{{')) return end - at - content.length > indent;
    at = end + 1;
  }
  return false;
}

/** Text that a template indents by a number must be indented by two more. */
function shiftNindent(file: string, text: string, from: number, to: number): TextEdit[] {
  return [...text.slice(from, to).matchAll(/\b(?:n?indent) (\d+)/g)].map((found) => {
    const start = from + found.index + found[0].length - found[1]!.length;
    return { file, start, end: start + found[1]!.length, text: String(Number(found[1]) + 2) };
  });
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
