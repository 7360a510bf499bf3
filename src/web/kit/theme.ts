/** Ant Design speaks the desk's tokens: its own blue misses 4.5:1 on white, and nothing here casts a shadow. */
import type { ThemeConfig } from 'antd';

export const theme = (motion: boolean): ThemeConfig => ({
  token: {
    colorPrimary: '#0958d9',
    colorLink: '#0958d9',
    colorError: '#cf1322',
    colorWarning: '#874d00',
    colorSuccess: '#237804',
    colorText: '#1d232b',
    colorTextSecondary: '#454f5c',
    colorTextTertiary: '#5f6977',
    colorTextPlaceholder: '#5f6977',
    colorBorder: '#8a94a3',
    borderRadius: 6,
    borderRadiusLG: 8,
    borderRadiusSM: 4,
    boxShadow: 'none',
    boxShadowSecondary: '0 0 0 1px #c5cad2',
    fontFamily: 'var(--font)',
    fontSize: 14,
    motion,
  },
});
