/** Small line drawings beside words, never without them. */
const PATHS = {
  list: 'M4 6h12M4 10h9M4 14h11',
  arrows: 'M4 7h11l-3-3M16 13H5l3 3',
  bed: 'M3 15V5M3 12h14v3M17 12v-1a3 3 0 0 0-3-3H8v4',
  person: 'M10 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM4.5 16.5c.6-3 2.7-4.5 5.5-4.5s4.900 1.500 5.500 4.500',
  people:
    'M8 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6ZM2.500 16.500c.6-3 2.700-4.500 5.500-4.500s4.900 1.500 5.500 4.500M13 4.300a3 3 0 0 1 0 5.400M14.500 12.300c1.700.6 2.700 2 3 4.200',
  chart: 'M4 16V9M10 16V4M16 16v-5',
  message: 'M4 5h12v8H9l-3 3v-3H4Z',
  pulse: 'M3 10h3l2-5 4 10 2-5h3',
  home: 'M4 9l6-5 6 5v7H4Z',
  plus: 'M10 4v12M4 10h12',
  search: 'M9 14a5 5 0 1 0 0-10 5 5 0 0 0 0 10ZM13 13l4 4',
  menu: 'M4 6h12M4 10h12M4 14h12',
  phone:
    'M5 3.500l2.500 0 1.500 3.500-1.800 1.300a9 9 0 0 0 4.500 4.500l1.300-1.800 3.500 1.500v2.500a1.500 1.500 0 0 1-1.600 1.500A12.500 12.500 0 0 1 3.500 5.100 1.500 1.500 0 0 1 5 3.500Z',
  calendar: 'M4 5h12v11H4ZM4 8.500h12M7 3v3M13 3v3',
  place:
    'M10 17s5-4.700 5-8.700a5 5 0 0 0-10 0C5 12.300 10 17 10 17ZM10 10a1.800 1.800 0 1 0 0-3.600 1.800 1.800 0 0 0 0 3.600Z',
  paper: 'M5 3h10v14H5ZM8 7h4M8 10h4',
  cloud:
    'M6 14.500a3.500 3.500 0 0 1 .3-7A4.500 4.500 0 0 1 15 8.700a2.900 2.900 0 0 1-.5 5.800M10 16.500V10M7.700 12.200L10 10l2.300 2.200',
  upload: 'M10 13V4M6.500 7.500L10 4l3.500 3.500M4 12v4h12v-4',
  back: 'M12.500 4L6.500 10l6 6',
  unplugged:
    'M8 6l1.500-1.500a3 3 0 0 1 4.200 4.200L12 10.400M12 14l-1.500 1.500a3 3 0 0 1-4.200-4.200L8 9.600M4 4l12 12',
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
