/** A table with box-drawing lines, as the reference's command line draws them. Widths are those of the widest cells. */
export function formatTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [header, ...rows].map((row) => row.map((cell) => cell.split('\n')));
  const widths = header.map((_, column) =>
    Math.max(...cells.map((row) => Math.max(0, ...(row[column] ?? []).map((line) => visibleLength(line))))),
  );
  const rule = (left: string, middle: string, right: string) =>
    left + widths.map((width) => '─'.repeat(width + 2)).join(middle) + right;
  const drawn = cells.map((row) => {
    const height = Math.max(...row.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = widths.map((width, column) => ` ${pad(row[column]?.[line] ?? '', width)} `);
      return `│${parts.join('│')}│`;
    }).join('\n');
  });
  const line = rule('│', '│', '│');
  const [head, ...body] = drawn;
  return `${[line, head, line, ...body, ...(body.length > 0 ? [line] : [])].join('\n')}\n`;
}

/** A table without lines, for lists: columns two blanks apart. */
export function formatColumns(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, column) =>
    Math.max(visibleLength(name), ...rows.map((row) => visibleLength(row[column] ?? ''))),
  );
  return [header, ...rows]
    .map(
      (row) =>
        `${row
          .map((cell, column) => pad(cell, widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - visibleLength(text)));
}

function visibleLength(text: string): number {
  return [...text.replaceAll(/\u001b\[\d+m/g, '')].length;
}
