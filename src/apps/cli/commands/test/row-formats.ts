export const rowFormats = ['json', 'yaml', 'markdown', 'junit', 'sarif', 'github', 'gitlab'] as const;
export type RowFormat = (typeof rowFormats)[number];
