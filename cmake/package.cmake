# A Debian package of the program: `cpack --config build/release/CPackConfig.cmake`, or scripts/package.
# What it depends on is read from the binary (dpkg-shlibdeps).
set(packaging ${CMAKE_SOURCE_DIR}/packaging)
set(made ${CMAKE_BINARY_DIR}/packaging)
string(TIMESTAMP now "%a, %d %b %Y %H:%M:%S +0000" UTC)
file(CONFIGURE OUTPUT ${made}/changelog CONTENT "kith (@PROJECT_VERSION@) stable; urgency=medium

  * Version @PROJECT_VERSION@.

 -- Kith <kith@localhost>  @now@
" @ONLY)
execute_process(COMMAND gzip -9nf ${made}/changelog)

# Below "/", since the settings and the unit do not lie below /usr.
install(TARGETS kith RUNTIME DESTINATION usr/bin COMPONENT kith)
install(FILES ${packaging}/kith.conf DESTINATION etc/kith COMPONENT kith)
install(FILES ${packaging}/kith.service DESTINATION usr/lib/systemd/system COMPONENT kith)
install(FILES ${packaging}/copyright DESTINATION usr/share/doc/kith COMPONENT kith)
install(FILES ${made}/changelog.gz DESTINATION usr/share/doc/kith COMPONENT kith)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME kith)
set(CPACK_PACKAGE_VERSION ${PROJECT_VERSION})
set(CPACK_PACKAGE_CONTACT "Kith <kith@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "CRM in which every customer is followed up on purpose")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Accounts, contacts, deals and orders, and a process that says for each customer
 what is to be done when, by whom. One program that serves the web app and the
 API, and one data file; PostgreSQL where one machine is not enough.")
set(CPACK_PACKAGING_INSTALL_PREFIX "/")
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, init-system-helpers, tzdata")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "poppler-utils")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "nginx | caddy, postgresql")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/postinst ${packaging}/prerm ${packaging}/postrm ${packaging}/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
