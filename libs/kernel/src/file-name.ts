import { asLine, isLine } from './plain-text';

/** What no path may have in a name. */
const APART = /[/\\:*?"<>|]/g;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Endings of what a double click runs, or a browser draws as a page of its own. */
const RUNS: ReadonlySet<string> = new Set(
  [
    // Windows: programs, what installs or configures them, disks
    'exe com pif scr cpl msc dll ocx sys drv jar class hlp chm gadget msi msp mst msu msix msixbundle emsix emsixbundle appx appxbundle eappx eappxbundle appinstaller application vsto cab wim iso img vhd vhdx ppkg inf ins isp reg prf job rdp xbap jnlp bgi grp its mcf hpj cnt theme themepack deskthemepack osd air diagcab diagcfg diagpkg mcl webpnp printerexport wsb',
    // Windows: what leads elsewhere
    'lnk url website library-ms search-ms searchconnector-ms settingcontent-ms appcontent-ms appref-ms scf udl shb shs xnk',
    // scripts
    'bat cmd js jse mjs vb vbs vbe vbp ws wsf wsh wsc sct hta htc ps1 ps1xml ps2 ps2xml psm1 psd1 psdm1 psc1 psc2 cdxml msh msh1 msh2 mshxml msh1xml msh2xml bas prg fxp pcd plg py py3 pyw pyc pyo pyz pyzw pl rb rbw lua tcl ahk au3 a3x sh bash zsh csh ksh fish',
    // Office: macros, add-ins, queries, notebooks that hold any file
    'docm dotm wll wiz xlsm xltm xlam xlsb xla xll xlm xlw pptm potm ppsm ppam ppa sldm vsdm vssm vstm oxt vsmacros vsw iqy oqy dqy rqy odc slk one onepkg ops',
    // Access
    'ade adp mad maf mag mam maq mar mas mat mau mav maw mda mdb mde mdt mdw mdz accda accdb accde accdr',
    // pages, which a browser draws and runs
    'htm html shtm shtml xhtml xht mht mhtml webarchive maff svg svgz swf',
    // macOS
    'app pkg mpkg dmg command terminal tool action workflow prefpane scpt applescript webloc inetloc fileloc ftploc afploc vncloc mailloc mobileconfig',
    // Linux, Android
    'run desktop deb rpm appimage flatpak flatpakref flatpakrepo snap apk',
  ].flatMap((kind) => kind.split(' ')),
);
const endingOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase();
/** Windows hides a class's number after the last dot, and opens the file as what the class says: `报价.txt.{3050f4d8-…}` is a program. */
const CLASS = /^\{[0-9a-f-]{0,40}\}$/;
const runs = (ending: string): boolean => RUNS.has(ending) || CLASS.test(ending);

/** What no name on a disk has: paths, controls, and marks that move others. */
const UNSAFE = /[/\\:*?"<>|\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

/** A name that may become a file: no path, no device, in NFC so that two spellings of one name do not occur. What was taken under such a name stays readable. */
export const isDiskName = (name: string): boolean => name !== '' && !UNSAFE.test(name) && !DEVICE.test(name) && name.trim() === name && !/^\.+$|\.$/.test(name) && name.normalize('NFC') === name;

/** Windows reads `COM¹` and `con .pdf` as devices too: nobody could save what is called so. */
const isDevice = (name: string): boolean => DEVICE.test(name.normalize('NFKC').split('.', 1)[0]!.trim());

/** The same, on one line in which everything is seen at its own place (a direction mark would make `exe.fdp` read as `pdf.exe`): asked of every name that comes in. */
export const isFileName = (name: string): boolean => isDiskName(name) && isLine(name) && !isDevice(name);

/** Whether a file of this name is something to read: people open what the platform hands them. A name alone: what is inside nobody sees before the opening. */
export const isDocumentName = (name: string): boolean => isFileName(name) && !(name.includes('.') && runs(endingOf(name)));

/** The same name with `_` for what no file's name may hold; whether it is one now, `isFileName` says. */
export const asFileName = (name: string): string => asLine(name, '_').replace(APART, '_');
