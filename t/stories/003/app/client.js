export const greet = () => 'autorisen';
