/** Chinese for a browser on a machine without Chinese fonts: the npm fonts as TrueType, and a fontconfig that names them. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cachedFolder, packageFolder } from './unpacked.ts';
import { fontFromWoff } from './woff.ts';

const WEIGHTS = { 400: 80, 500: 100, 600: 180, 700: 200 } as const; // CSS weight: fontconfig's
const FAMILY = { 'chinese-simplified': 'Noto Sans SC', latin: 'Noto Sans SC Latin' } as const;
/** What pages ask for first on the machines of their readers. */
const ASKED_FOR = ['sans-serif', 'serif', 'system-ui', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC'];
/** Raise it when the configuration below changes, so that no machine keeps an older one. */
const EDITION = '1';
const CJK_FILE = /cjk|wqy|sourcehan|notosans(sc|hans)|pingfang|simsun|yahei/i;

/** What fc-list says; undefined where there is none. */
const listedFonts = (): Promise<string | undefined> =>
  new Promise((resolve) => {
    execFile('fc-list', [':lang=zh', 'file'], (fault, listed) => {
      resolve(fault === null ? listed : undefined);
    });
  });

/** fc-list knows; where there is none, the names of the files do. */
const systemHasChinese = async (): Promise<boolean> => {
  if (process.platform !== 'linux') return true;
  const listed = await listedFonts();
  if (listed !== undefined) return listed.trim() !== '';
  const folders = ['/usr/share/fonts', '/usr/local/share/fonts'].filter((folder) => existsSync(folder));
  const files = await Promise.all(folders.map((folder) => readdir(folder, { recursive: true, encoding: 'utf8' })));
  return files.flat().some((file) => CJK_FILE.test(file));
};

/** The files' own family names are odd ("Noto Sans SC Thin", every weight alike), so each is told its name and weight. */
const configuration = (): string => {
  const named = Object.entries(FAMILY).flatMap(([subset, family]) =>
    Object.entries(WEIGHTS).map(
      ([weight, known]) => `  <match target="scan">
    <test name="file" compare="contains"><string>noto-sans-sc-${subset}-${weight}</string></test>
    <edit name="family" mode="assign_replace"><string>${family}</string></edit>
    <edit name="fullname" mode="assign_replace"><string>${family} ${weight}</string></edit>
    <edit name="weight" mode="assign_replace"><int>${String(known)}</int></edit>
  </match>`,
    ),
  );
  const aliases = ASKED_FOR.map(
    (family) => `  <alias binding="same"><family>${family}</family><prefer>
    <family>${FAMILY.latin}</family><family>${FAMILY['chinese-simplified']}</family></prefer></alias>`,
  );
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
${[...named, ...aliases].join('\n')}
</fontconfig>
`;
};

/** Where the Chinese comes from, and what the browser's environment needs so that it is drawn. */
export type ChineseFonts = { readonly from: string; readonly env: Readonly<Record<string, string>> };

/** The system's fonts if it has Chinese ones, else those that came with npm. */
export const chineseFonts = async (): Promise<ChineseFonts> => {
  if (await systemHasChinese()) return { from: 'the system', env: {} };
  const source = packageFolder('@fontsource/noto-sans-sc');
  const { version } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  const folder = await cachedFolder(`noto-sans-sc-${version}-${EDITION}`, async (made) => {
    await mkdir(path.join(made, 'fonts'));
    for (const subset of Object.keys(FAMILY))
      for (const weight of Object.keys(WEIGHTS)) {
        const name = `noto-sans-sc-${subset}-${weight}`;
        const woff = await readFile(path.join(source, 'files', `${name}-normal.woff`));
        await writeFile(path.join(made, 'fonts', `${name}.ttf`), fontFromWoff(woff));
      }
    await writeFile(path.join(made, 'fonts.conf'), configuration());
    await chmod(made, 0o755);
  });
  return { from: `@fontsource/noto-sans-sc ${version}`, env: { FONTCONFIG_FILE: path.join(folder, 'fonts.conf') } };
};
