/** Fills in variables as Go's `os.Expand` does: `$name`, `${name}`; what is not known is empty, and so is wrong syntax. */
export function expand(text: string, variables: Readonly<Record<string, string | undefined>>): string {
  return text.replace(
    /\$(?:\{([^}]*)\}|(\{)|([*#$@!?\-0-9]|\w+))/g,
    (_, braced?: string, open?: string, bare?: string) =>
      open === undefined ? (variables[braced ?? bare ?? ''] ?? '') : '',
  );
}
