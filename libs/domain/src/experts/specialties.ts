import names from './specialties.json';

/** 评标专家专业分类标准 (trial 2010, 发改法规〔2010〕1538号): code -> name. Not compared with the official text (SOURCES.md). */
const NAMES: Readonly<Record<string, string>> = names;

export const isSpecialty = (code: string): boolean => Object.hasOwn(NAMES, code);
export const specialtyName = (code: string): string => NAMES[code] ?? code;
