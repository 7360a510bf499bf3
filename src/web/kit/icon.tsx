/** Small line drawings beside words, never without them. */
const PATHS = {
  list: 'M4 6h12M4 10h9M4 14h11',
  arrows: 'M4 7h11l-3-3M16 13H5l3 3',
  bed: 'M3 15V5M3 12h14v3M17 12v-1a3 3 0 0 0-3-3H8v4',
  person: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4.5 16.5c.6-3 2.7-4.5 5.5-4.5s4.900 1.500 5.500 4.500',
  chart: 'M4 16V9M10 16V4M16 16v-5',
  message: 'M4 5h12v8H9l-3 3v-3H4Z',
  pulse: 'M3 10h3l2-5 4 10 2-5h3',
  home: 'M4 9l6-5 6 5v7H4Z',
  plus: 'M10 4v12M4 10h12',
  search: 'M9 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM13 13l4 4',
  menu: 'M4 6h12M4 10h12M4 14h12',
} as const;
export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { readonly name: IconName }): React.JSX.Element => (
  <svg
    width="18"
    height="18"
    viewBox="0 0 20 20"
    fill="none"
    stroke="currentColor"
    strokeWidth="1.6"
    aria-hidden="true"
  >
    <path d={PATHS[name]} strokeLinecap="round" strokeLinejoin="round" />
  </svg>
);
