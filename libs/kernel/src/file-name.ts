import { asLine, isLine } from './plain-text';

/** What no path may have in a name. */
const APART = /[/\\:*?"<>|]/g;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** What a double click runs, or a browser draws as a page of its own. */
const RUNS =
  /\.(exe|com|bat|cmd|scr|pif|msi|msp|lnk|url|jse?|mjs|vbs?|vbe|wsf|wsh|ps1|psm1|hta|reg|jar|dll|cpl|msc|inf|chm|application|appref-ms|settingcontent-ms|gadget|sct|scf|ws|wsc|xll|wll|iso|img|vhdx?|py|pyw|html?|xhtml|xht|xbap|jnlp|desktop|msixbundle|msix|appxbundle|appx|appinstaller|msu|library-ms|search-ms|searchconnector-ms|diagcab|theme|themepack|rdp|docm|dotm|xlsm|xltm|xlam|pptm|ppam|iqy|slk|ps1xml|psd1|pkg|dmg|deb|rpm|run|bash|zsh|csh|pl|rb|terminal|workflow|hlp|job|vb|ocx|website|wim|cab|pyz|pyc|class|apk|appimage|vsto|udl|mst|ade|adp|mde|accde|shtml|svgz?|mht|mhtml|swf|app|command|sh)$/i;

/**
 * A name that may be shown and may become a file: no path, no device, on one line in which everything is seen at its own place (a direction mark would make `exe.fdp` read as
 * `pdf.exe`), and in NFC so that two spellings of one name do not occur.
 */
export const isFileName = (name: string): boolean =>
  name !== '' && isLine(name) && name.search(APART) < 0 && !DEVICE.test(name) && name.trim() === name && !/^\.+$|\.$/.test(name) && name.normalize('NFC') === name;

/** Whether a file of this name is something to read: people open what the platform hands them. */
export const isDocumentName = (name: string): boolean => isFileName(name) && !RUNS.test(name);

/** The same name with `_` for what no file's name may hold; whether it is one now, `isFileName` says. */
export const asFileName = (name: string): string => asLine(name, '_').replace(APART, '_');
