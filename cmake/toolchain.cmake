# Warnings, and the quick tools where they are present.
add_library(kith_options INTERFACE)
target_include_directories(kith_options INTERFACE ${CMAKE_SOURCE_DIR}/src)
target_compile_options(kith_options INTERFACE -Wall -Wextra -Wconversion -fno-omit-frame-pointer)
# g++ 12 loses stores at -O1 where a small struct is passed on by value (Date::year() then read an unset
# stack slot): its interprocedural mod/ref analysis is wrong there, and right from 13 on.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(kith_options INTERFACE -fno-ipa-modref)
endif()
if(KITH_STRICT)
  target_compile_options(kith_options INTERFACE -Werror)
endif()

find_program(KITH_CCACHE ccache)
if(KITH_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${KITH_CCACHE})
endif()
find_program(KITH_MOLD mold)
if(KITH_MOLD)
  add_link_options(-fuse-ld=mold)
endif()
