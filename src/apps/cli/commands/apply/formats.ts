export const applyFormats = ['yaml', 'json', 'junit', 'sarif', 'github', 'gitlab', 'markdown'] as const;
export type ApplyFormat = (typeof applyFormats)[number];
