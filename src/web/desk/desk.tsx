import { Entrance } from './entrance.tsx';
import { Frame } from './frame.tsx';

export const Desk = (): React.JSX.Element => <Entrance Frame={Frame} />;
