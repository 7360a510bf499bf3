export const MyReferral = (): React.JSX.Element => <main />;
